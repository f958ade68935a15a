import type { Binding } from '@cordboard/pbx';
import { expect, test } from 'vitest';
import { BindingStore } from '../../src/gateways/binding-store.ts';
import { eachPlace, openAt } from '../support/storage.ts';

const plain: Binding = {
  endpointId: '2880',
  contact: 'sip:2880@10.1.2.3',
  callId: 'c',
  cseq: 7,
  expiresAt: 1_000,
  userAgent: 'A phone',
  source: { transport: 'udp', remoteAddress: '192.0.2.9', remotePort: 5_060 },
};
const path = ['<sip:in@192.0.2.9;lr>', '<sip:edge@[2001:db8::1];lr;ob>'];
const outbound = { instance: '<urn:uuid:00000000-0000-1000-8000-000a95a0e128>', regId: 2 };

eachPlace('A registration', (makePlace) => {
  test('comes back as it was saved, with the way to the phone; a later one takes its place', async () => {
    const store = new BindingStore(await openAt(await makePlace()));
    await store.saveBinding({ ...plain, allowEvents: ['talk'], path, outbound });
    await store.saveBinding({ ...plain, contact: 'sip:other@10.1.2.3' });
    const saved = await store.loadBindings();
    expect(saved).toHaveLength(2);
    expect(saved).toContainEqual({ ...plain, allowEvents: ['talk'], path, outbound });
    expect(saved).toContainEqual({ ...plain, contact: 'sip:other@10.1.2.3' });
    await store.saveBinding(plain);
    expect(await store.loadBindings()).toContainEqual(plain);
  });
});
