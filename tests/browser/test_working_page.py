"""The working part of the report in a real browser, from a file, with the network off."""

import json
import os
import shutil
import time

import numpy as np
import pytest
from standalone_pages import standalone

import mcda_nato as mn
from mcda_nato.report.working_page import WorkingPage, working_page

sync_playwright = pytest.importorskip(
    "playwright.sync_api", reason="no browser is driven: playwright is not installed, see the extra `test`"
).sync_playwright
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    BROWSER is None,
    reason="no browser is installed: chromium, chromium-browser or google-chrome (apt-get install chromium)",
)

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""
#: All weightings through the page's own functions: by method the scores and ranks of each.
#: As JSON, which crosses over to the browser faster than lists do.
EVALUATE = """(weightings) => JSON.stringify(data.methods.map((method) => {
  const results = JSON.parse(weightings).map((weights) => evaluated(method, restated(weights)));
  return [results.map((result) => result.scores), results.map((result) => result.ranks)];
}))"""
HOSTILE = [
    "</script><script>hacked = 1</script>",
    "<img src=x onerror='hacked = 1'>",
    '" autofocus onfocus="hacked = 1',
]


def wait_until(page, holds, arg=None):
    """Ask until it holds; Playwright's own waiting evaluates text in the page, which the policy there forbids."""
    end = time.monotonic() + 20.0
    while not page.evaluate(holds, arg):
        assert time.monotonic() < end, holds
        page.wait_for_timeout(20)


def problem_with_ties():
    rng = np.random.default_rng(7)
    table = rng.integers(1, 6, (8, 6))
    table[5] = table[2]
    return mn.DecisionProblem(table, [1, -1, 1, 1, -1, 1])


def weightings(n):
    """Return 1,000 sets of weights, half of them on a grid, where ties are common, and the corners."""
    rng = np.random.default_rng(3)
    grid = rng.multinomial(20, np.full(n, 1 / n), 500 - n) / 20
    return np.concatenate([np.eye(n), grid, rng.dirichlet(np.ones(n), 500)])


@pytest.fixture(scope="module")
def overviews():
    equal = mn.overview(problem_with_ties())
    fixed = [mn.weighted_sum("vector"), mn.ahp("ideal"), mn.topsis(mn.fixed(0, 6), ideal=1, anti_ideal=0)]
    profiles = {"now": [0.2, 0.5, 0.3], "<b>money</b> first": [0.7, 0.2, 0.1]}
    hostile = mn.DecisionProblem(
        [[3, 1, 2], [1, 3, 2], [2, 2, 1]], [1, 1, 1], HOSTILE, ["\u202eSpeed", "<b>Risk</b>", "C" * 60]
    )
    return {
        "default": mn.overview(),
        "ties": equal,
        "scales": mn.overview(problem_with_ties(), fixed),
        "hostile": mn.overview(hostile, profiles=profiles),
        "two": mn.overview(mn.DecisionProblem([[1, 2], [2, 1]], [1, 1])),
    }


@pytest.fixture(scope="module")
def pages(overviews, tmp_path_factory):
    """Files by name; one has a changed operation."""
    regions = {"default": ("topsis", "balanced"), "hostile": ("ahp", "now")}
    made = {}
    for name, overview in overviews.items():
        method, profile = regions.get(name, ("", ""))
        present = overview.given.get(profile)
        found = mn.winner_regions(overview.problem, method, present=present) if method else None
        made[name] = working_page(overview, found)
    right = made["default"]
    wrong = right.script.replace("key + TOLERANCE * size", "key - TOLERANCE * size")
    assert wrong != right.script
    made["wrong"] = WorkingPage(right.style, right.body, wrong)
    folder = tmp_path_factory.mktemp("pages")
    for name, page in made.items():
        (folder / f"{name}.html").write_text(standalone(page, f"Page {name}"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser():
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # which refuses to run as root
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=BROWSER, args=sandbox)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser, pages):
    """Open pages; afterwards none has written to the console, asked for anything or broken the policy."""
    contexts, said, asked = [], [], []

    def open_page(name, fragment="", **options):
        context = browser.new_context(offline=True, **({"viewport": {"width": 1280, "height": 900}} | options))
        context.set_default_timeout(5000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(WATCH)
        page.goto((pages / f"{name}.html").as_uri() + fragment)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.violations ?? []") == []
        context.close()
    assert said == []
    assert len(asked) <= len(contexts) + 1
    assert all(address.startswith(pages.as_uri()) for address in asked)


def check_numbers(page, overview):
    """Assert that scores are those of `evaluate` to 1e-12, and ranks the same."""
    weights = weightings(len(overview.problem.criteria))
    found = json.loads(page.evaluate(EVALUATE, json.dumps(weights.tolist())))
    tied = 0
    for name, (scores, ranks) in zip(overview.methods, found, strict=True):
        ranking = mn.evaluate(overview.problem, overview.rankings[overview.profiles[0], name].method, weights)
        np.testing.assert_allclose(scores, ranking.scores.to_numpy(), rtol=0, atol=1e-12)
        np.testing.assert_array_equal(ranks, ranking.ranks.to_numpy())
        tied += sum(len(set(row)) < len(row) for row in ranks)
    assert tied > 20


@pytest.mark.parametrize("name", ["default", "ties", "scales"])
def test_the_arithmetic_is_that_of_the_package(name, opened, overviews):
    check_numbers(opened(name), overviews[name])


def test_control_one_changed_operation_is_found(opened, overviews):
    with pytest.raises(AssertionError):
        check_numbers(opened("wrong"), overviews["default"])


SHOWN = """() => [state.weights, data.methods.map((_, k) => ["rank", "score"].map((what) =>
  data.alternatives.map((_, i) => element(`${what}-${k}-${i}`).textContent)))]"""


def check_table(page, overview):
    """Assert that the table shows what the package gives at the page's weights; return these."""
    weights, shown = page.evaluate(SHOWN)
    assert sum(weights) == pytest.approx(1, abs=1e-15 * len(weights))
    for name, (ranks, scores) in zip(overview.methods, shown, strict=True):
        ranking = mn.evaluate(overview.problem, overview.rankings[overview.profiles[0], name].method, weights)
        found = ranking.ranks.tolist()
        assert ranks == [f"{rank}{' =' * (found.count(rank) > 1)}" for rank in found]
        assert [float(score) for score in scores] == pytest.approx(ranking.scores.tolist(), abs=0.5001e-4)
    return weights


def test_a_slider_moved_by_keys_changes_weights_table_and_sentence(opened, overviews):
    page = opened("default")
    before = check_table(page, overviews["default"])
    slider = page.get_by_label("Speed of Integration", exact=True)
    slider.fill("0.42")
    for _ in range(4):
        slider.press("ArrowRight")
    weights = check_table(page, overviews["default"])
    assert weights[0] == pytest.approx(0.46)
    assert weights[1:] == pytest.approx([0.18] * 3)
    assert before == [0.25] * 4
    assert slider.get_attribute("aria-valuetext") == "0.4600"
    words = "Strategic Partnership is first by weighted sum and AHP; Hybrid Integration is first by TOPSIS."
    assert page.locator("#working-page-sentence").text_content() == words
    wait_until(page, "words => document.getElementById('working-page-said').textContent === words", words)
    slider.press("End")
    assert check_table(page, overviews["default"]) == [1, 0, 0, 0]
    slider.press("Home")
    assert check_table(page, overviews["default"]) == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])
    page.get_by_role("button", name="Reset to the present weights").click()
    assert check_table(page, overviews["default"]) == before


def test_random_strokes_of_the_sliders(opened, overviews):
    page = opened("ties")
    rng = np.random.default_rng(5)
    for criterion, at in zip(rng.integers(0, 6, 8), rng.integers(0, 101, 8) / 100, strict=True):
        page.locator(f"#working-page-slider-{criterion}").fill(str(at))
        assert check_table(page, overviews["ties"])[criterion] == pytest.approx(at)
    number = page.get_by_label("C2, weight as a number")
    number.fill("0.3333")
    number.press("Enter")
    assert check_table(page, overviews["ties"])[1] == pytest.approx(0.3333)
    number.fill("7")
    number.press("Enter")
    assert number.input_value() == "0.3333"


def test_a_profile_is_a_button(opened, overviews):
    page, overview = opened("default"), overviews["default"]
    for name in overview.profiles[1:]:
        button = page.get_by_role("button", name=name.replace("_", " "))
        button.click()
        assert check_table(page, overview) == overview.rankings[name, "topsis"].weights.tolist()
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator("#working-page-described").text_content() == overview.descriptions[name]


def test_a_link_restores_the_state(opened, overviews):
    page = opened("default")
    page.locator("#working-page-slider-2").fill("0.37")
    page.get_by_label("Winners by").select_option(label="AHP")
    page.get_by_label("Top corner").select_option(label="Resource Allocation")
    page.get_by_role("button", name="Link to these weights").click()
    link = page.locator("#working-page-link").input_value()
    wait_until(page, "element('copied').textContent !== ''")
    assert page.locator("#working-page-link").is_visible()
    other = opened("default", link[link.index("#") :])
    for what in ("state.weights", "state.method", "state.corners"):
        assert other.evaluate(what) == page.evaluate(what)
    assert check_table(other, overviews["default"]) == check_table(page, overviews["default"])
    assert other.locator("#working-page-trouble").text_content() == ""
    page.locator("#working-page-slider-2").fill("0.5")
    assert page.locator("#working-page-link").is_hidden()  # it was to other weights


MALFORMED = {
    "#weights=0.5,0.5": "it must give 4 weights that are not negative and sum to 1.",
    "#weights=0.5,0.5,0.5,0.5": "it must give 4 weights that are not negative and sum to 1.",
    "#weights=0.5,0.5,-0.5,0.5": "it must give 4 weights that are not negative and sum to 1.",
    "#weights=0.25,0.25,0.25,<b>": "it must give 4 weights that are not negative and sum to 1.",
    "#%E0%A4%A": "it must give 4 weights that are not negative and sum to 1.",
    "#weights=0.25,0.25,0.25,0.25&method=x": "it names an unknown method.",
    "#weights=0.25,0.25,0.25,0.25&corners=0,0,1": "its corners of the map are none.",
}


def test_a_malformed_link_is_not_followed(opened):
    page = opened("default")
    page.locator("#working-page-slider-0").fill("0.4")
    weights = page.evaluate("state.weights")
    for fragment, words in MALFORMED.items():
        page.evaluate("fragment => { element('trouble').textContent = ''; location.hash = fragment; }", fragment)
        wait_until(page, "words => element('trouble').textContent === `The link was not followed: ${words}`", arg=words)
        assert page.evaluate("state.weights") == weights


def test_a_link_to_a_place_in_the_document_is_none_to_weights(opened):
    page = opened("default", "#working-page-ranks")
    assert page.locator("#working-page-trouble").text_content() == ""


#: At random points of the map: the fill there, and the position of who is first; nothing near a border.
PROBE = """(points) => points.map((shares) => {
  const weights = weightsAt(state.plane, shares);
  const method = data.methods[state.method];
  const near = [[0.02, -0.01, -0.01], [-0.01, 0.02, -0.01], [-0.01, -0.01, 0.02]].map((step) =>
    winnerAt(method, weightsAt(state.plane, within(shares.map((share, k) => share + step[k])))));
  const winner = winnerAt(method, weights);
  if (near.some((other) => other !== winner)) return null;
  const point = new DOMPoint(...positionOf(shares));
  const paths = [...element("regions").children].filter((path) => path.isPointInFill(point));
  return [paths.map((path) => path.getAttribute("fill")), data.alternatives[winner].fill, path_kind(paths)];
  function path_kind(found) { return found.map((path) => path.getAttribute("class")); }
})"""


def probe(page, kind):
    wait_until(page, "kind => element('regions').firstChild?.getAttribute('class') === kind", kind)
    points = np.random.default_rng(2).dirichlet(np.ones(3), 150)
    found = [one for one in page.evaluate(PROBE, points.tolist()) if one]
    assert len(found) > 75
    for fills, fill, kinds in found:
        assert (fills, kinds) == ([fill], [kind])
    return {fill for _, fill, _ in found}


def test_the_map_shows_who_is_first(opened):
    """Outlines where the regions hold the triangle, whichever criterion stands on top; else the lattice."""
    page = opened("default")
    assert len(probe(page, "outline")) == 3
    page.get_by_label("Top corner").select_option(label="Risk Exposure")
    assert page.evaluate("state.corners") == [1, 0, 2]
    wait_until(page, "element('corner-0').textContent.startsWith('only Risk Exposure counts')")
    probe(page, "outline")
    page.get_by_label("Right corner").select_option(label="Resource Allocation")
    probe(page, "lattice")
    assert "Drawn from a lattice of 20,301 sets of weights" in page.locator("#working-page-drawing").text_content()
    page.get_by_label("Right corner").select_option(label="all the others, in proportion")
    page.get_by_label("Winners by").select_option(label="weighted sum")
    wait_until(page, "element('corner-2').textContent === 'neither counts, the others as now'")
    wait_until(page, "element('reading').textContent.endsWith('by weighted sum.')")
    probe(page, "lattice")


def test_the_point_moves_by_keys_and_by_hand(opened, overviews):
    page = opened("default")
    point = page.get_by_role("slider", name="Weights on the map")
    point.focus()
    point.press("ArrowUp")
    assert check_table(page, overviews["default"]) == pytest.approx([0.2575, 0.24625, 0.24625, 0.25])
    point.press("Shift+ArrowRight")
    assert check_table(page, overviews["default"]) == pytest.approx([0.2575, 0.17125, 0.32125, 0.25])
    wait_until(page, "element('point').getAttribute('aria-valuetext').includes('Risk Exposure 0.17')")
    wait_until(page, "element('regions').firstChild.getAttribute('class') === 'outline'")
    area = page.locator("#working-page-area").bounding_box()
    at = (area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0], area["y"] + area["height"] * 2, steps=3)  # beyond the edge: its nearest point
    page.mouse.up()
    assert check_table(page, overviews["default"]) == pytest.approx([0, 0.375, 0.375, 0.25], abs=0.01)
    page.mouse.move(*at)
    assert page.evaluate("state.weights[0]") == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("name", ["default", "ties", "hostile"])
def test_nothing_is_wider_than_320_pixels(name, opened):
    page = opened(name, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    scores = "[...document.querySelectorAll('[id^=working-page-score-]')].map((s) => s.getBoundingClientRect().right)"
    assert max(page.evaluate(scores)) <= 320  # those of every method


#: Of text on what lies behind it, by the formula of WCAG 2.
CONTRAST = """(selector) => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = channels(colour).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const text = document.querySelector(selector);
  let behind = text;
  while (channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const pair = [getComputedStyle(text).color, getComputedStyle(behind).backgroundColor].map(light);
  return Math.max(...pair) / Math.min(...pair);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(scheme, opened):
    page = opened("default", color_scheme=scheme)
    background = page.evaluate("getComputedStyle(element('whole')).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}[scheme]
    for selector in (
        ".sentence",
        ".hint",
        "caption",
        "td.first",
        "[aria-pressed=true]",
        "[aria-pressed=false]",
        ".note",
    ):
        assert page.evaluate(CONTRAST, f".working-page {selector}") >= 4.5, selector


def test_print_shows_numbers_without_controls(opened):
    page = opened("default")
    page.locator("#working-page-slider-0").fill("0.4")
    page.emulate_media(media="print")
    for control in ("slider-0", "number-0", "profile-1", "reset", "share", "method", "choice-0"):
        assert page.locator(f"#working-page-{control}").is_hidden()
    assert page.locator("#working-page-weight-0").is_visible()
    assert page.locator("#working-page-weight-0").text_content() == "0.4000"
    assert page.locator("#working-page-rank-1-0").is_visible()


def test_without_javascript_the_table_stands(opened):
    page = opened("default", java_script_enabled=False)
    assert "need JavaScript, which is off" in page.locator("noscript").text_content()
    assert page.locator("#working-page-rank-0-0").text_content() == "2 ="
    assert page.locator("#working-page-weight-0").is_visible()
    for control in ("slider-0", "number-0", "profile-1", "reset", "map"):
        assert page.locator(f"#working-page-{control}").is_hidden()


def test_hostile_names_stay_text(opened, overviews):
    page = opened("hostile")
    check_table(page, overviews["hostile"])
    page.get_by_role("button", name="<b>money</b> first").click()
    wait_until(page, "element('reading').textContent.includes('<b>Risk</b>')")
    assert page.evaluate("typeof hacked") == "undefined"
    rows = page.locator("tbody th").all_text_contents()
    assert [row.strip() for row in rows] == HOSTILE
    assert "\u202e" not in page.content()
    assert page.locator("#working-page-whole img, #working-page-whole b").count() == 0


def test_two_criteria_have_sliders_and_no_map(opened, overviews):
    page = opened("two")
    page.locator("#working-page-slider-0").fill("0.9")
    assert check_table(page, overviews["two"]) == pytest.approx([0.9, 0.1])
    assert page.locator("#working-page-map").count() == 0


def test_every_control_has_a_name(opened):
    """As a screen reader finds it, and every table header has its scope."""
    page = opened("default")
    unnamed = """[...document.querySelectorAll("input, select, button, [role]")].filter((found) => !(
      found.labels?.length || found.getAttribute("aria-label") || found.getAttribute("aria-labelledby") ||
      found.textContent.trim() || ["alert", "status"].includes(found.getAttribute("role")))).map((found) => found.id)"""
    assert page.evaluate(unnamed) == []
    assert page.locator("th:not([scope])").count() == 0
    assert json.loads(page.locator("#working-page-data").text_content())["headline"] == 1
