/**
 * offered: the party's INVITE waits for our answer. dialling: our INVITEs wait for the party's answer. up: answered,
 * both ways. ended: nothing is left of it.
 */
export type LineState = 'offered' | 'dialling' | 'up' | 'ended';

/** Which state may follow which; `ended` is terminal, so a line ends once whatever races. */
export const lineTransitions: Readonly<Record<LineState, readonly LineState[]>> = {
  offered: ['up', 'ended'],
  dialling: ['up', 'ended'],
  up: ['ended'],
  ended: [],
};
