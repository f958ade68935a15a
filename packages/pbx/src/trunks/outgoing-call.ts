import type { OutgoingInvite } from '@cordboard/sip';

/** What a line needs of an INVITE that waits for its answer; the attempts on several trunks are one such, too. */
export type OutgoingCall = Pick<OutgoingInvite, 'onProvisional' | 'onAnswered' | 'onFailed' | 'cancel'> & {
  /** The trunk that carries it, or is asked to. */
  readonly trunkId?: string | undefined;
};
