"""How are results arranged for a reader: sections, tables, documents?"""
