/** What a program may do with a call (contract section 4, "Call actions"). */
export type CallAction =
  | { readonly action: 'answer' }
  | { readonly action: 'end' }
  | { readonly action: 'redirect'; readonly destination: string }
  /** On a held call the same as retrieve (contract section 8, item 5). */
  | { readonly action: 'hold' }
  | { readonly action: 'retrieve' }
  | { readonly action: 'blindTransfer'; readonly destination: string }
  | { readonly action: 'consult'; readonly destination: string }
  | { readonly action: 'supervisedTransfer'; readonly otherCallId: string }
  /** Without a name the endpoint's only other call. */
  | { readonly action: 'conference'; readonly otherCallId?: string }
  | { readonly action: 'dtmf'; readonly digits: string }
  | { readonly action: 'pauseRecording' }
  | { readonly action: 'resumeRecording' }
  | { readonly action: 'tagRecording'; readonly tags: Readonly<Record<string, string>> };

export type CallActionName = CallAction['action'];
