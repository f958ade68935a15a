/** A filter that cannot be read. `position` is the offset of the fault in the filter's text, from 0. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} (at position ${position})`);
    this.position = position;
  }
}
