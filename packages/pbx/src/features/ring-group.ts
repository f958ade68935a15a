export const ringStrategies = ['all', 'inOrder', 'roundRobin', 'longestIdle'] as const;

/** all: every free member at once. The others ring one after the other and differ in who is first. */
export type RingStrategy = (typeof ringStrategies)[number];

/** A number that rings several endpoints until one of them answers. */
export interface RingGroup {
  readonly number: string;
  readonly strategy: RingStrategy;
  /** Endpoints, in their order. */
  readonly members: readonly string[];
  /** How long all, or each one, may ring. */
  readonly ringMs: number;
  /** Where a call goes that no member takes. */
  readonly overflow?: string;
}
