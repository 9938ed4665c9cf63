// The map of winners: a triangle of weights. Its corners are three sets of weights, and a point within shares them.

const OTHERS = -1; // the corner at which all but two criteria count, in their proportions
const LEVEL = -1; // several are first
const [WIDTH, HEIGHT] = [200, 100 * Math.sqrt(3)]; // of the triangle, in units of the drawing
const NEAR = 1e-9; // weights that differ by less are the same place

// The weights at each corner: of three criteria beside the others as they are, or of two and all the others.
function planeOf(corners, weights) {
  const others = weights.map((weight, j) => (corners.includes(j) ? 0 : weight));
  const kept = orderedSum(others);
  if (corners[2] !== OTHERS) return corners.map((c) => others.map((weight, j) => (j === c ? 1 - kept : weight)));
  const equal = 1 / (weights.length - 2);
  const rest = others.map((weight, j) => (corners.includes(j) ? 0 : kept > 0 ? weight / kept : equal));
  return [...corners.slice(0, 2).map((c) => weights.map((_, j) => (j === c ? 1 : 0))), rest];
}

// How much the three criteria have to share; nothing can be exchanged where that is 0.
function shared(corners, plane) {
  return corners[2] === OTHERS ? 1 : plane[0][corners[0]];
}

// The shares of the three corners.
function sharesOf(corners, plane, weights) {
  const [first, second] = corners.map((c) => weights[c] / shared(corners, plane));
  return [first, second, 1 - first - second];
}

// The weights at these shares.
function weightsAt([first, second, third], [x, y, z]) {
  return first.map((weight, j) => x * weight + y * second[j] + z * third[j]);
}

function liesOn(corners, plane, weights) {
  const shares = sharesOf(corners, plane, weights);
  const off = weightsAt(plane, shares).map((weight, j) => Math.abs(weight - weights[j]));
  return Math.min(...shares) >= -NEAR && Math.max(...off) <= NEAR;
}

function samePlane(one, other) {
  return one.every((corner, k) => sameWeights(corner, other[k]));
}

function sameWeights(one, other) {
  return one.every((weight, j) => Math.abs(weight - other[j]) <= TOLERANCE);
}

// Where shares stand in the drawing: the first corner on top, the second to the left, the third to the right.
function positionOf([top, , right]) {
  return [WIDTH * (top / 2 + right), HEIGHT * (1 - top)];
}

// The shares at a place of the drawing; beyond an edge those of the edge.
function sharesAt(x, y) {
  const top = 1 - y / HEIGHT;
  const right = x / WIDTH - top / 2;
  return within([top, 1 - top - right, right]);
}

// Shares without negative ones, with sum 1.
function within(shares) {
  const kept = shares.map((share) => Math.max(share, 0));
  return kept.map((share) => share / orderedSum(kept));
}

// Who is first: a position, `LEVEL` where several are, nothing where the method is not defined.
function winnerAt(method, weights) {
  const keys = keysOf(method, weights);
  const highest = Math.max(...keys);
  const bars = barsOf(method, keys, weights);
  const first = bars.findIndex((bar) => bar >= highest);
  if (first < 0) return undefined;
  return bars.findLastIndex((bar) => bar >= highest) > first ? LEVEL : first;
}

// Steps of the lattice along each side: fewer where a table is so large that the map would lag behind the hand.
function stepsOf(alternatives, criteria) {
  return [200, 100, 50].find((steps) => (steps * steps * alternatives * criteria) / 2 <= 1e7) ?? 25;
}

// A drawing path for each winner, from the lattice: around each of its points a rectangle, of which those side by
// side with one winner are one.
function latticePaths(method, plane, steps) {
  const paths = new Map();
  for (let i = 0; i <= steps; i += 1) {
    const row = Array.from({ length: steps - i + 1 }, (_, j) =>
      winnerAt(method, weightsAt(plane, [i / steps, (steps - i - j) / steps, j / steps])),
    );
    for (const [winner, start, end] of runs(withoutLines(row))) {
      paths.set(winner, (paths.get(winner) ?? "") + rectangle(i, start, end, steps));
    }
  }
  return paths;
}

// Where two regions meet a point may be level: the border is drawn as part of the one to its left.
function withoutLines(row) {
  const alone = (j) => row[j] === LEVEL && row[j - 1] !== LEVEL && row[j + 1] !== LEVEL;
  return row.map((winner, j) => (alone(j) ? (row[j - 1] ?? row[j + 1] ?? winner) : winner));
}

// Equal values side by side: `[value, start, end]`, the end not included.
function runs(values) {
  const starts = values.flatMap((value, j) => (j === 0 || value !== values[j - 1] ? [j] : []));
  return starts.map((start, k) => [values[start], start, starts[k + 1] ?? values.length]);
}

function rectangle(row, start, end, steps) {
  const x = (j) => ((WIDTH * (row / 2 + j - 0.5)) / steps).toFixed(2);
  const y = (i) => (HEIGHT * (1 - i / steps)).toFixed(2);
  return `M${x(start)} ${y(row + 0.5)}H${x(end)}V${y(row - 0.5)}H${x(start)}Z`;
}

// The exact outlines on a slice: x and y are the shares of its first and third corner, here of whichever it is.
function outlinePaths(slice, plane) {
  const order = slice.corners.map((corner) => plane.findIndex((own) => sameWeights(own, corner)));
  const paths = new Map();
  slice.outlines.forEach((outlines, i) => {
    if (outlines.length) paths.set(i, outlines.map((outline) => outlinePath(outline, order)).join(""));
  });
  return paths;
}

function outlinePath(outline, order) {
  const points = [];
  for (let k = 0; k < outline.length; k += 2) {
    const shares = [0, 0, 0];
    [outline[k], 1 - outline[k] - outline[k + 1], outline[k + 1]].forEach((share, s) => (shares[order[s]] = share));
    points.push(positionOf(shares).map((at) => at.toFixed(3)).join(" "));
  }
  return `M${points.join("L")}Z`;
}

// The slice whose triangle this is, if its exact outlines are known for the method.
function sliceOn(regions, method, plane) {
  if (!regions || regions.method !== method) return undefined;
  return regions.slices.find((slice) =>
    slice.corners.every((corner) => plane.some((own) => sameWeights(own, corner))),
  );
}
