/** Where the database holds what must not be read there: tables with their keys. All others hold hashes, or nothing secret. */
export const secretColumns = {
  signingKeys: { key: 'keyId', columns: ['privateJwk'] },
  linkKeys: { key: 'name', columns: ['secret'] },
  trunks: { key: 'trunkId', columns: ['password', 'inboundHa1Md5', 'inboundHa1Sha256'] },
  endpoints: { key: 'endpointId', columns: ['ha1Md5', 'ha1Sha256'] },
  subscriptions: { key: 'subscriptionId', columns: ['secret', 'previousSecret'] },
} as const;

export type SecretTable = keyof typeof secretColumns;
export type SecretColumn<T extends SecretTable> = (typeof secretColumns)[T]['columns'][number];
