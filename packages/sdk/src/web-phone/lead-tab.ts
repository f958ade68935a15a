export type TabRole = 'leader' | 'follower';

/**
 * Of all tabs of this origin that ask for the same name, one leads: it has the telephone, so that a call does not ring
 * in each of them. When it closes or lets go, another one leads.
 */
export function leadTab(name: string, onRole: (role: TabRole) => void): { release(): void } {
  const stop = new AbortController();
  let letGo: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const lead = () => {
    if (stop.signal.aborted) return undefined;
    onRole('leader');
    return held;
  };
  onRole('follower');
  navigator.locks.request(`cordboard ${name}`, { signal: stop.signal }, lead).catch(() => {});
  return {
    release() {
      stop.abort();
      letGo();
    },
  };
}
