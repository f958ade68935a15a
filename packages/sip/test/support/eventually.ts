/** Looks again until something is seen; fails after some seconds. For what happens by itself, soon. */
export async function eventually<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, attempt < 50 ? 1 : 10));
  }
  throw new Error('did not happen');
}
