import type { Party } from '../calls/call.ts';
import type { Directory } from '../directory.ts';
import type { TrunkOptions } from '../pbx.ts';
import { PbxError } from '../pbx-error.ts';
import { isDialledNumber, isEmergencyNumber, plainNumber } from './number.ts';

/** Where a call goes: an extension of this PBX or a number outside. */
export type Destination =
  | { readonly kind: 'endpoint'; readonly endpointId: string; readonly party: Party }
  | { readonly kind: 'trunk'; readonly number: string; readonly party: Party };

export class Routing {
  readonly #directory: Directory;
  readonly #trunk: TrunkOptions | undefined;
  readonly #didMap: ReadonlyMap<string, string>;

  constructor(directory: Directory, trunk: TrunkOptions | undefined) {
    this.#directory = directory;
    this.#trunk = trunk;
    this.#didMap = new Map(Object.entries(trunk?.didMap ?? {}).map(([did, id]) => [plainNumber(did), id]));
  }

  /**
   * For a number dialled inside: an extension, one of our own DIDs (no round trip by the provider), else the trunk.
   * @throws PbxError unknownDestination, noTrunk
   */
  fromInside(written: string): Destination {
    const own = this.#own(written);
    if (own !== undefined) return own;
    const number = plainNumber(written);
    if (!isDialledNumber(number)) {
      throw new PbxError('unknownDestination', `"${shown(written)}" is neither an extension nor a number to dial.`);
    }
    // As many digits as our extensions have: a mistyped extension, not a number for the trunk.
    if (/^\d+$/.test(number) && this.#directory.hasLength(number.length) && !isEmergencyNumber(number)) {
      throw new PbxError('unknownDestination', `There is no extension ${number}.`);
    }
    if (this.#trunk === undefined) {
      throw new PbxError('noTrunk', `${number} is no extension of this PBX, and it has no trunk for outside numbers.`);
    }
    return { kind: 'trunk', number, party: { number } };
  }

  /** For a number dialled by the trunk: an extension, a DID, the default endpoint; never out again (toll fraud). */
  fromTrunk(written: string): Destination | undefined {
    return this.#own(written) ?? this.endpoint(this.#trunk?.defaultEndpointId);
  }

  /** Who a number dialled inside is, as far as it is known before it is rung. */
  partyOf(written: string): Party {
    return this.#own(written)?.party ?? { number: written };
  }

  endpoint(endpointId: string | undefined): Destination | undefined {
    const entry = endpointId === undefined ? undefined : this.#directory.get(endpointId);
    if (entry === undefined) return undefined;
    const party = { number: entry.endpointId, name: entry.name, endpointId: entry.endpointId };
    return { kind: 'endpoint', endpointId: entry.endpointId, party };
  }

  #own(written: string): Destination | undefined {
    const number = plainNumber(written);
    return this.endpoint(written) ?? this.endpoint(number) ?? this.endpoint(this.#didMap.get(number));
  }
}

/** Input of strangers in a message: short and printable. */
function shown(text: string): string {
  return text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');
}
