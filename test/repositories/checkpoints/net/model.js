/** The learning curve stands in for a network: what counts here are the files that training leaves. */
export function accuracyAfter(epoch) {
  return 1 - 1 / (epoch + 2);
}
