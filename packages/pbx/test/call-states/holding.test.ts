import { playRows } from './play-rows.ts';
import { holding } from './rows/holding.ts';

playRows(holding, {
  held: (scene) => scene.asks('A', { action: 'hold' }),
  heldInside: (scene) => scene.asks('B', { action: 'hold' }),
  heldByPhone: (scene) => scene.at('A').hold(),
  heldByBoth: (scene) => scene.asks('A', { action: 'hold' }),
  retrieved: (scene) => scene.asks('A', { action: 'retrieve' }),
  heldAgain: (scene) => scene.asks('A', { action: 'hold' }),
  retrievedByPhone: (scene) => scene.at('A').retrieve(),
  phoneHoldRetrieved: (scene) => scene.asks('A', { action: 'retrieve' }),
  phoneHoldNotRetrieved: (scene) => scene.asks('C', { action: 'retrieve' }),
  heldEnds: async (scene) => scene.at('outside').hangup(),
  holderHangsUp: async (scene) => scene.at('B').hangup(),
  heldTooEarly: (scene) => scene.asks('A', { action: 'hold' }),
});
