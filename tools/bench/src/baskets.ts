/** Two different skus at random, one of each: small baskets that cross each other. */
export function pickItems(skus: readonly string[]): { sku: string; quantity: number }[] {
  const first = Math.floor(Math.random() * skus.length);
  const second = (first + 1 + Math.floor(Math.random() * (skus.length - 1))) % skus.length;
  return [first, second].map((index) => ({ sku: skus[index] ?? '', quantity: 1 }));
}
