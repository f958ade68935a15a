/**
 * The four transaction machines: which state may follow which. Figures 5 to 8 of RFC 3261 with the `accepted` states
 * of RFC 6026, in which 2xx responses and their ACKs pass to the session.
 */
export type InviteClientState = 'calling' | 'proceeding' | 'accepted' | 'completed' | 'terminated';
export type ClientState = 'trying' | 'proceeding' | 'completed' | 'terminated';
export type InviteServerState = 'proceeding' | 'accepted' | 'completed' | 'confirmed' | 'terminated';
export type ServerState = 'trying' | 'proceeding' | 'completed' | 'terminated';

type Table<S extends string> = Readonly<Record<S, readonly S[]>>;

/** RFC 3261 figure 5, RFC 6026 section 7.2. */
export const inviteClientTable: Table<InviteClientState> = {
  calling: ['proceeding', 'accepted', 'completed', 'terminated'],
  proceeding: ['accepted', 'completed', 'terminated'],
  accepted: ['terminated'],
  completed: ['terminated'],
  terminated: [],
};

/** RFC 3261 figure 6. */
export const clientTable: Table<ClientState> = {
  trying: ['proceeding', 'completed', 'terminated'],
  proceeding: ['completed', 'terminated'],
  completed: ['terminated'],
  terminated: [],
};

/** RFC 3261 figure 7, RFC 6026 section 7.1. */
export const inviteServerTable: Table<InviteServerState> = {
  proceeding: ['accepted', 'completed', 'terminated'],
  accepted: ['terminated'],
  completed: ['confirmed', 'terminated'],
  confirmed: ['terminated'],
  terminated: [],
};

/** RFC 3261 figure 8. */
export const serverTable: Table<ServerState> = {
  trying: ['proceeding', 'completed', 'terminated'],
  proceeding: ['completed', 'terminated'],
  completed: ['terminated'],
  terminated: [],
};

/** Holds the state of one machine; a move that the table forbids is not made. */
export class Machine<S extends string> {
  #state: S;
  readonly #table: Table<S>;

  constructor(table: Table<S>, start: S) {
    this.#table = table;
    this.#state = start;
  }

  get state(): S {
    return this.#state;
  }

  go(to: S): boolean {
    if (!this.#table[this.#state].includes(to)) return false;
    this.#state = to;
    return true;
  }
}
