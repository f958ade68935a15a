import type { SecretBox } from './secret-box.ts';
import { type SecretColumn, type SecretTable, secretColumns } from './secret-columns.ts';

type SecretsOf<T extends SecretTable> = { readonly [C in SecretColumn<T>]?: string | null };

/** Rows on their way to the database and back: their secret columns are sealed there, and nowhere else. */
export class Secrets {
  readonly #box: SecretBox;

  constructor(box: SecretBox) {
    this.#box = box;
  }

  /** The row, or the change of one, as the database keeps it. */
  seal<T extends SecretTable, Row extends SecretsOf<T>>(table: T, row: Row): Row {
    return replaced(table, row, (text) => this.#box.seal(table, text));
  }

  /** @throws SecretKeyError */
  open<T extends SecretTable, Row extends SecretsOf<T>>(table: T, row: Row): Row {
    return replaced(table, row, (text) => this.#box.open(table, text));
  }
}

function replaced<Row extends object>(table: SecretTable, row: Row, change: (text: string) => string): Row {
  const texts = row as Record<string, unknown>;
  const present = secretColumns[table].columns.filter((column) => typeof texts[column] === 'string');
  return { ...row, ...Object.fromEntries(present.map((column) => [column, change(texts[column] as string)])) };
}
