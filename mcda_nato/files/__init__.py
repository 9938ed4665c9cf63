"""What stands in the file? The only place that parses and writes what people bring."""
