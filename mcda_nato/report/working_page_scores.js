// Scores and ranks as the package computes them: the same operations in the same order, so the same numbers.

const TOLERANCE = 1e-12; // scores that differ by less, relative to the larger of 1 and the largest, tie
const RATIO = 1.0 + 2.0 * TOLERANCE; // squared distance ratios that differ by a smaller factor tie

// The sum in the order given: another order may change the last digit, and with it a tie.
function orderedSum(numbers) {
  let total = numbers[0];
  for (let j = 1; j < numbers.length; j += 1) total += numbers[j];
  return total;
}

// s_i = sum_j w_j v_ij, added in the order of the criteria.
function weightedSum(rows, weights) {
  return rows.map((row) => {
    let total = row[0] * weights[0];
    for (let j = 1; j < weights.length; j += 1) total += row[j] * weights[j];
    return total;
  });
}

// r_i = d-_i^2 / d+_i^2, what TOPSIS ranks: infinite where d+ alone is 0, and 1 where both are.
function distanceRatio(method, weights) {
  const squares = weights.map((weight) => weight * weight);
  const toWorst = weightedSum(method.toWorst, squares);
  const toBest = weightedSum(method.toBest, squares);
  const lost = weights.some((weight, j) => squares[j] === 0 && weight > 0 && method.wide[j]); // too small to square
  return toWorst.map((away, i) => (away === 0 && toBest[i] === 0 && !lost ? 1.0 : away / toBest[i]));
}

// C_i = d-_i / (d+_i + d-_i), from the ratio.
function closeness(ratio) {
  return 1.0 / (1.0 + 1.0 / Math.sqrt(ratio));
}

// What is ranked.
function keysOf(method, weights) {
  return method.form === "ratio" ? distanceRatio(method, weights) : weightedSum(method.values, weights);
}

// What a key must exceed to precede that of an alternative.
function barsOf(method, keys, weights) {
  if (method.form === "ratio") return keys.map((key) => key * RATIO);
  const size = Math.max(orderedSum(weights), ...keys.map(Math.abs));
  return keys.map((key) => key + TOLERANCE * size);
}

// Competition ranks: 1 + the number of those that precede.
function competitionRanks(keys, bars) {
  return bars.map((bar) => 1 + keys.filter((key) => key > bar).length);
}

// Scores and ranks by one method; not defined where a weight is too small to be squared.
function evaluated(method, weights) {
  const keys = keysOf(method, weights);
  const scores = method.form === "ratio" ? keys.map(closeness) : keys;
  const ranks = competitionRanks(keys, barsOf(method, keys, weights));
  return { scores, ranks, defined: scores.every(Number.isFinite) };
}

// The positions of those at rank 1.
function firsts(result) {
  return result.ranks.flatMap((rank, i) => (rank === 1 ? [i] : []));
}

// Weights with sum 1 as the package takes them: divided by their sum where rounding alone does not explain it.
// Nothing where they are no weights.
function restated(weights) {
  const sum = orderedSum(weights);
  const rounding = weights.length * Number.EPSILON;
  if (!weights.every((weight) => weight >= 0) || !(Math.abs(sum - 1) <= 1e-6 + rounding)) return null;
  return Math.abs(sum - 1) <= rounding ? weights.map((weight) => weight + 0) : weights.map((weight) => weight / sum);
}

// One criterion weighs `at`, the others share the rest in their proportions; equally where they had none.
function moved(weights, criterion, at) {
  if (weights.length === 1) return [1];
  const others = weights.map((weight, j) => (j === criterion ? 0 : weight));
  const sum = orderedSum(others);
  const share = (weight) => (sum > 0 ? weight / sum : 1 / (weights.length - 1));
  return restated(others.map((weight, j) => (j === criterion ? at : (1 - at) * share(weight))));
}
