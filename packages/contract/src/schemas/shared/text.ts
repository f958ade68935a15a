import { Type } from 'typebox';

/** UTC time in ISO 8601, as every date of the API. */
export const DateTime = Type.String({ format: 'date-time' });

/** A name that people read. */
export const DisplayText = Type.String({ maxLength: 256 });

/** BCP 47 language tag, for example `en-US`. */
export const LanguageCode = Type.String({ maxLength: 35, pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' });

/** A path parameter: anything but nothing. Whether it names something is the service's question (404). */
export const Identifier = Type.String({ minLength: 1, maxLength: 256 });
