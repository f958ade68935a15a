/** What a call of an answer carries beside the contract's fields: JSON in a text. */
export function extraOf({ extraPbxData }: { readonly extraPbxData: string }): Readonly<Record<string, string>> {
  return JSON.parse(extraPbxData);
}

/** `body` with it read. */
export function withExtra<T extends { readonly extraPbxData: string }>(body: T) {
  return { ...body, extraPbxData: extraOf(body) };
}
