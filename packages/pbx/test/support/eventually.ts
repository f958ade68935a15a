/** Looks until something is seen, and gives it. @throws Error after the time limit */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
): Promise<T> {
  const deadline = performance.now() + 8_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`did not see: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
