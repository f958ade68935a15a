import type { CallState } from './call.ts';

/** The states that an endpoint's call passes through; the other words of CallState belong to endpoints and records. */
export type LiveCallState = Extract<CallState, 'ringing' | 'connected' | 'held' | 'idle'>;

/**
 * Which state may follow which (docs/call-states.md). `idle` is the one terminal state: nothing follows it, so a call
 * has exactly one final change. A state may follow itself: the cause or the far party changed.
 */
export const callTransitions: Readonly<Record<LiveCallState, readonly LiveCallState[]>> = {
  ringing: ['ringing', 'connected', 'idle'],
  connected: ['connected', 'held', 'idle'],
  held: ['held', 'connected', 'idle'],
  idle: [],
};
