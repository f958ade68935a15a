/** What a registration has come to. Times are milliseconds since the epoch. */
export type RegistrationState =
  | { readonly state: 'registering' }
  | { readonly state: 'registered'; readonly expiresAt: number }
  /** Refused or unanswered (408), or nothing could be sent (503). It tries again by itself. */
  | { readonly state: 'failed'; readonly status: number; readonly reason: string; readonly retryAt: number }
  | { readonly state: 'closed' };
