// The two figures that training prints about itself. The evaluation is made elsewhere, on flights that training never saw.

/** Mean negative log-likelihood, in nats a flight. */
export function logLoss(labels, probabilities) {
  const losses = labels.map((label, row) => -Math.log(label ? probabilities[row] : 1 - probabilities[row]));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Chance that a late flight was given a higher probability than a punctual one; ties count half. O(n log n). */
export function rocAuc(labels, probabilities) {
  const order = [...labels.keys()].sort((left, right) => probabilities[left] - probabilities[right]);
  let [punctualBelow, late, wins] = [0, 0, 0];
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && probabilities[order[end]] === probabilities[order[start]]) end++;
    const lateHere = order.slice(start, end).filter((row) => labels[row]).length;
    const punctualHere = end - start - lateHere;
    wins += lateHere * (punctualBelow + punctualHere / 2);
    late += lateHere;
    punctualBelow += punctualHere;
  }
  return wins / (late * punctualBelow);
}
