// The page at work: weights move, and scores, ranks, the sentence and the map follow.

const data = JSON.parse(element("data").textContent);
const present = data.profiles[0].weights;
const steps = stepsOf(data.alternatives.length, data.criteria.length);
const state = {
  weights: present,
  moving: null, // the criterion whose slider moves, and the weights before: others keep those proportions
  before: present,
  method: data.headline, // that of the map
  corners: data.corners, // of the map
  plane: null, // the weights at its corners
};

function element(name) {
  return document.getElementById(`working-page-${name}`);
}

function made(name, attributes = {}, text = "") {
  const found = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  found.textContent = text;
  return found;
}

// Words.

function listed(names) {
  const some = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return some.length > 1 ? `${some.slice(0, -1).join(", ")} and ${some.at(-1)}` : some[0];
}

function isFirst(winners) {
  const names = listed(winners.map((i) => data.alternatives[i].name));
  return winners.length > 1 ? `${names} are level and first` : `${names} is first`;
}

// Who is first now, methods that agree together.
function sentence(results) {
  const methods = new Map();
  results.forEach((result, k) => {
    const says = result.defined ? isFirst(firsts(result)) : "No order is defined (a weight is too small to be squared)";
    methods.set(says, [...(methods.get(says) ?? []), data.methods[k].title]);
  });
  return `${[...methods].map(([says, by]) => `${says} by ${listed(by)}`).join("; ")}.`;
}

// Decimals with which scores of different rank look different: four where that is enough.
function decimals({ scores, ranks }) {
  const apart = (digits) => {
    const rank = new Map();
    return scores.every((score, i) => {
      const text = score.toFixed(digits);
      if (!rank.has(text)) rank.set(text, ranks[i]);
      return rank.get(text) === ranks[i];
    });
  };
  for (let digits = 4; digits < 15; digits += 1) if (apart(digits)) return digits;
  return 15;
}

function tied(ranks, i) {
  return ranks.filter((rank) => rank === ranks[i]).length > 1;
}

// The weights.

function showWeights() {
  state.weights.forEach((weight, j) => {
    const text = weight.toFixed(4);
    const slider = element(`slider-${j}`);
    slider.value = weight;
    slider.setAttribute("aria-valuetext", text);
    if (document.activeElement !== element(`number-${j}`)) element(`number-${j}`).value = text;
    element(`weight-${j}`).textContent = text;
  });
}

function showProfiles() {
  const found = data.profiles.findIndex((profile) => sameWeights(profile.weights, state.weights));
  data.profiles.forEach((_, k) => element(`profile-${k}`).setAttribute("aria-pressed", String(k === found)));
  element("described").textContent = found < 0 ? "" : data.profiles[found].description;
}

// The table.

function showScores(results) {
  results.forEach((result, k) => {
    const digits = decimals(result);
    const highest = Math.max(...result.scores);
    data.alternatives.forEach((_, i) => {
      const [score, rank] = [element(`score-${k}-${i}`), element(`rank-${k}-${i}`)];
      score.textContent = result.defined ? result.scores[i].toFixed(digits) : "not defined";
      rank.textContent = result.defined ? `${result.ranks[i]}${tied(result.ranks, i) ? " =" : ""}` : "";
      rank.classList.toggle("first", result.defined && result.ranks[i] === 1);
      const width = result.defined && highest > 0 ? Math.max(0, (100 * result.scores[i]) / highest) : 0;
      element(`bar-${k}-${i}`).setAttribute("width", width);
    });
  });
}

let toSay;

// Aloud once the weights rest: a screen reader would otherwise speak at every step of a slider.
function say(words) {
  clearTimeout(toSay);
  toSay = setTimeout(() => {
    if (element("said").textContent !== words) element("said").textContent = words;
  }, 500);
}

// The map.

function cornerText(k) {
  const corner = state.corners[k];
  if (corner === OTHERS) return "neither counts, the others as now";
  const beside = state.corners[2] !== OTHERS && shared(state.corners, state.plane) < 1 - NEAR;
  return `only ${data.criteria[corner]} counts${beside ? " beside the others as now" : ""}`;
}

let drawn = {};

// The regions change with what is not on the map alone, not with the point.
function showRegions() {
  const method = data.methods[state.method];
  if (drawn.method === method && samePlane(drawn.plane, state.plane)) return;
  const flat = shared(state.corners, state.plane) <= NEAR;
  const slice = sliceOn(data.regions, state.method, state.plane);
  const paths = flat ? new Map() : slice ? outlinePaths(slice, state.plane) : latticePaths(method, state.plane, steps);
  element("regions").replaceChildren(...[...paths].map(([winner, path]) => regionOf(winner, path, Boolean(slice))));
  showLegend(paths);
  drawn = { method, plane: state.plane };
  element("drawing").textContent = flat ? "" : slice ? outlinesRead() : latticeRead();
}

function regionOf(winner, path, exact) {
  const fill = winner === LEVEL ? "url(#working-page-level)" : data.alternatives[winner]?.fill ?? "none";
  return made("path", { d: path, fill, class: exact ? "outline" : "lattice" });
}

function outlinesRead() {
  return data.regions.exact
    ? "The outlines are exact."
    : "Every corner of an outline is exact within 1e-9, lines between them are drawn straight, and a region narrower " +
        "than 1/256 of the triangle may be missed.";
}

function latticeRead() {
  const points = (((steps + 1) * (steps + 2)) / 2).toLocaleString("en");
  return (
    `Drawn from a lattice of ${points} sets of weights, ${100 / steps}% of a side apart: ` +
    "borders may be off by that much, and narrower regions may be missed."
  );
}

function showLegend(paths) {
  const items = [...paths.keys()].sort((a, b) => (a === LEVEL) - (b === LEVEL) || a - b).filter((w) => w !== undefined);
  element("legend").replaceChildren(
    ...items.map((winner) => {
      const item = document.createElement("li");
      const swatch = made("svg", { viewBox: "0 0 12 12", class: "swatch", "aria-hidden": "true" });
      swatch.append(made("rect", { width: 12, height: 12, fill: regionOf(winner, "", false).getAttribute("fill") }));
      item.append(swatch, winner === LEVEL ? "several are level" : data.alternatives[winner].name);
      return item;
    }),
  );
}

// Above a mark or below, or on the next lines, where no other name stands; `half` of its width to either side.
function freePlace(x, y, half, taken) {
  const free = (line) => taken.every((own) => Math.abs(own.line - line) >= 8 || Math.abs(own.x - x) >= own.half + half);
  const line = [y - 8, y + 13, y - 16, y + 21, y - 24].find(free) ?? y - 8;
  taken.push({ x, line, half });
  return { x, y: line, "text-anchor": "middle" };
}

function showMarks() {
  const taken = [];
  const on = data.profiles.filter((profile) => liesOn(state.corners, state.plane, profile.weights));
  element("marks").replaceChildren(
    ...on.flatMap((profile) => {
      const [x, y] = positionOf(sharesOf(state.corners, state.plane, profile.weights));
      const name = profile.name.length > 20 ? `${profile.name.slice(0, 19)}…` : profile.name;
      const at = freePlace(x, y, 2.5 * name.length, taken);
      return [made("rect", { x: x - 2.5, y: y - 2.5, width: 5, height: 5 }), made("text", at, name)];
    }),
  );
}

function showPoint(result) {
  const flat = shared(state.corners, state.plane) <= NEAR;
  const point = element("point");
  point.toggleAttribute("hidden", flat);
  element("marks").toggleAttribute("hidden", flat);
  if (flat) {
    element("reading").textContent = "These three criteria have no weight now, so none can be exchanged.";
    return;
  }
  const shares = sharesOf(state.corners, state.plane, state.weights);
  point.setAttribute("transform", `translate(${positionOf(within(shares)).join(" ")})`);
  const words = shares.map((share, k) => {
    const corner = state.corners[k];
    if (corner === OTHERS) return `all others ${share.toFixed(2)}`;
    return `${data.criteria[corner]} ${state.weights[corner].toFixed(2)}`;
  });
  const kept = state.corners[2] === OTHERS ? 0 : 1 - shared(state.corners, state.plane);
  if (kept > NEAR) words.push(`the others together ${kept.toFixed(2)}`);
  const who = result.defined ? `${isFirst(firsts(result))} by ${data.methods[state.method].title}` : "not defined";
  point.setAttribute("aria-valuenow", Math.round(100 * shares[0]));
  point.setAttribute("aria-valuetext", `${words.join(", ")}: ${who}`);
  element("reading").textContent = `At the circle the weights are ${words.join(", ")}, and there ${who}.`;
}

function showMap(results) {
  if (!state.corners) return;
  [0, 1, 2].forEach((k) => {
    element(`corner-${k}`).textContent = cornerText(k);
    if (element(`choice-${k}`)) element(`choice-${k}`).value = state.corners[k];
  });
  element("method").value = state.method;
  showRegions();
  showMarks();
  showPoint(results[state.method]);
}

// All of it.

let frame;

function show() {
  const results = data.methods.map((method) => evaluated(method, state.weights));
  const words = sentence(results);
  showWeights();
  showProfiles();
  showScores(results);
  element("sentence").textContent = words;
  element("linked").hidden = true; // it was to other weights
  say(words);
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => showMap(results)); // the map takes longest: at most once a picture
}

function setWeights(weights, plane = null) {
  state.weights = weights;
  state.moving = plane ? null : state.moving;
  if (state.corners) state.plane = plane ?? planeOf(state.corners, weights);
  show();
}

function setWhole(weights) {
  state.moving = null;
  setWeights(weights);
}

// From one stroke to the next of the same slider others keep the proportions that they had before the first: a
// criterion may be moved to 1 and back.
function moveTo(criterion, at) {
  if (state.moving !== criterion) [state.moving, state.before] = [criterion, state.weights];
  setWeights(moved(state.before, criterion, Math.min(Math.max(at, 0), 1)));
}

function movePoint(shares) {
  const weights = restated(weightsAt(state.plane, within(shares)));
  if (weights) setWeights(weights, state.plane);
}

function chooseCorner(k, corner) {
  const before = state.corners[k];
  const unused = data.criteria.findIndex((_, j) => !state.corners.includes(j));
  const instead = before === OTHERS ? unused : before; // of the corner that had what is chosen here
  state.corners = state.corners.map((own, other) => (other === k ? corner : own === corner ? instead : own));
  setWeights(state.weights);
}

// The link.

function hashOf({ weights, method, corners }) {
  const parts = new URLSearchParams({ weights: weights.join(), method: data.methods[method].name });
  if (corners) parts.set("corners", corners.join());
  return `#${parts}`.replaceAll("%2C", ",");
}

function numbersIn(text) {
  const parts = (text ?? "").split(",");
  return parts.every((part) => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(part)) ? parts.map(Number) : null;
}

// The state that a link holds, or what is wrong with it.
function stateIn(hash) {
  const parts = new URLSearchParams(hash.slice(1));
  const numbers = numbersIn(parts.get("weights"));
  const weights = numbers && numbers.length === present.length ? restated(numbers) : null;
  if (!weights) return `it must give ${present.length} weights that are not negative and sum to 1`;
  const named = parts.get("method") ?? data.methods[data.headline].name;
  const method = data.methods.findIndex((own) => own.name === named);
  if (method < 0) return "it names an unknown method";
  if (!data.corners || !parts.has("corners")) return { weights, method, corners: data.corners };
  const corners = numbersIn(parts.get("corners"));
  return corners && areCorners(corners) ? { weights, method, corners } : "its corners of the map are none";
}

function areCorners(corners) {
  const most = data.criteria.length;
  const known = (c, k) => Number.isInteger(c) && ((c >= 0 && c < most) || (c === OTHERS && k === 2 && most > 3));
  return corners.length === 3 && new Set(corners).size === 3 && corners.every(known);
}

function restore() {
  const hash = location.hash;
  element("trouble").textContent = "";
  if (hash === hashOf(state)) return;
  if (hash.length < 2 || document.getElementById(hash.slice(1))) return; // none, or a place in the document
  const found = stateIn(hash);
  if (typeof found === "string") {
    element("trouble").textContent = `The link was not followed: ${found}.`;
    return;
  }
  Object.assign(state, { method: found.method, corners: found.corners });
  setWhole(found.weights);
}

async function showLink() {
  location.hash = hashOf(state);
  const field = element("link");
  field.value = location.href;
  element("linked").hidden = false;
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    element("copied").textContent = "Copied.";
  } catch {
    element("copied").textContent = "Copy it from the field.";
  }
}

// What people do.

function listenToWeights() {
  state.weights.forEach((_, j) => {
    const [slider, number] = [element(`slider-${j}`), element(`number-${j}`)];
    slider.addEventListener("input", () => moveTo(j, slider.valueAsNumber));
    number.addEventListener("change", () => {
      const at = number.valueAsNumber; // none where the field is empty
      if (at >= 0 && at <= 1) moveTo(j, at);
      number.value = state.weights[j].toFixed(4);
    });
  });
  data.profiles.forEach((profile, k) => {
    element(`profile-${k}`).addEventListener("click", () => setWhole(profile.weights));
  });
  element("reset").addEventListener("click", () => setWhole(present));
  element("share").addEventListener("click", showLink);
}

const STEP = 0.01;
const ARROWS = { ArrowUp: [1, -0.5, -0.5], ArrowDown: [-1, 0.5, 0.5], ArrowLeft: [0, 1, -1], ArrowRight: [0, -1, 1] };

function listenToKeys(event) {
  const along = ARROWS[event.key];
  if (!along) return;
  event.preventDefault(); // arrows would scroll the page
  const step = event.shiftKey ? 10 * STEP : STEP;
  const shares = sharesOf(state.corners, state.plane, state.weights);
  movePoint(shares.map((share, k) => share + step * along[k]));
}

function follow(event) {
  const map = element("map");
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  movePoint(sharesAt(x, y));
}

function listenToMap() {
  if (!state.corners) return;
  const [area, point] = [element("area"), element("point")];
  for (const target of [area, point]) {
    target.addEventListener("pointerdown", (event) => {
      point.focus({ preventScroll: true });
      target.setPointerCapture(event.pointerId);
      follow(event);
    });
    target.addEventListener("pointermove", (event) => target.hasPointerCapture(event.pointerId) && follow(event));
  }
  point.addEventListener("keydown", listenToKeys);
  element("method").addEventListener("change", (event) => {
    state.method = Number(event.target.value);
    show();
  });
  [0, 1, 2].forEach((k) => {
    const choice = element(`choice-${k}`); // none where there are three criteria
    choice?.addEventListener("change", () => chooseCorner(k, Number(choice.value)));
  });
}

function start() {
  element("whole").classList.add("live");
  for (const part of element("whole").querySelectorAll("[data-live]")) part.hidden = false;
  listenToWeights();
  listenToMap();
  window.addEventListener("hashchange", restore);
  setWhole(present);
  restore();
}

start();
