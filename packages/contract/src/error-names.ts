/** Value of an error body's `name` by HTTP status: the reason phrase without spaces (contract section 8, item 21). */
export const errorNames = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'PayloadTooLarge',
  415: 'UnsupportedMediaType',
  422: 'UnprocessableEntity',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
} as const;

export type ErrorStatus = keyof typeof errorNames;
export type ErrorName = (typeof errorNames)[ErrorStatus];
