import { type EventPackage, xmlText } from './event-package.ts';
import { entityOf, type Sources } from './sources.ts';

/** Can an endpoint be reached, and is it on the phone (RFC 3863, and RFC 4480 for the activity)? */
export function presence(sources: Sources): EventPackage {
  return {
    contentType: 'application/pidf+xml',
    private: false,
    body: (endpointId) => {
      const { exchange } = sources;
      const busy = exchange.book.of(endpointId).length > 0;
      const open = busy || exchange.contacts(endpointId).length > 0;
      const activity = busy
        ? '<dm:person id="p1"><rpid:activities><rpid:on-the-phone/></rpid:activities></dm:person>'
        : '';
      const note = busy ? '<note>On the phone</note>' : '';
      return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"',
        ` xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="${xmlText(entityOf(sources, endpointId))}">`,
        `<tuple id="t1"><status><basic>${open ? 'open' : 'closed'}</basic></status>${note}</tuple>${activity}`,
        '</presence>',
        '',
      ].join('\r\n');
    },
  };
}
