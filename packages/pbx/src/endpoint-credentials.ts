import { ha1 } from '@cordboard/sip';
import type { EndpointCredentials } from './endpoint-directory.ts';

/** What is kept of a telephone's password (RFC 7616 section 3.4.2); the SIP user name is the endpointId. */
export function endpointCredentials(endpointId: string, realm: string, password: string): EndpointCredentials {
  return {
    ha1Md5: ha1('MD5', endpointId, realm, password),
    ha1Sha256: ha1('SHA-256', endpointId, realm, password),
  };
}
