/** Where code may live and what it may know: the one table that the check enforces and `docs/architecture.md` prints. */

/** One row: every file belongs to the first row whose `folder` matches its path. */
export interface Zone {
  readonly name: string
  readonly folder: RegExp
  readonly purpose: string
  /** Folders of ours it may import from; its own is always allowed. `$1` stands for the folder's first group. */
  readonly mayImport: readonly string[]
  /** npm packages (and `node:` as one word) it may import; `*` is any. */
  readonly packages: readonly string[]
  /** Words that may not stand in its code. */
  readonly forbids: readonly RegExp[]
}

/** What a pure or handed-in world may not reach for by itself. */
const AMBIENT: readonly RegExp[] = [
  /\bDate\.now\(/,
  /\bperformance\.now\(/,
  /\bnew Date\(\)/,
  /\bMath\.random\(/,
  /\bprocess\./,
  /\bsetTimeout\(/,
  /\bsetInterval\(/,
  /\bcrypto\.random/,
]

const SHARED = [
  'shared/core',
  'shared/domain',
  'shared/access',
  'shared/document',
  'shared/protocol',
  'shared/api',
  'shared/fixtures',
]

export const ZONES: readonly Zone[] = [
  {
    name: 'shared/core',
    folder: /^shared\/core\//,
    purpose: 'ids, time, results, errors',
    mayImport: [],
    packages: [],
    forbids: AMBIENT,
  },
  {
    name: 'shared/domain',
    folder: /^shared\/domain\//,
    purpose: 'what the council work means',
    mayImport: ['shared/core'],
    packages: [],
    forbids: AMBIENT,
  },
  {
    name: 'shared/access',
    folder: /^shared\/access\//,
    purpose: 'who may do what',
    mayImport: ['shared/core', 'shared/domain'],
    packages: [],
    forbids: AMBIENT,
  },
  {
    name: 'shared/document',
    folder: /^shared\/document\//,
    purpose: 'the only code that knows a document’s keys',
    mayImport: ['shared/core', 'shared/domain'],
    packages: ['yjs', 'lib0'],
    forbids: AMBIENT,
  },
  {
    name: 'shared/protocol',
    folder: /^shared\/protocol\//,
    purpose: 'frames, close codes, limits of the wire',
    mayImport: ['shared/core'],
    packages: ['lib0'],
    forbids: AMBIENT,
  },
  {
    name: 'shared/fixtures',
    folder: /^shared\/fixtures\//,
    purpose: 'builders for tests and the demo council',
    mayImport: ['shared/core', 'shared/domain', 'shared/access', 'shared/document'],
    packages: [],
    forbids: AMBIENT,
  },
  {
    name: 'shared/api',
    folder: /^shared\/api\//,
    purpose: 'shapes of requests and answers',
    mayImport: ['shared/core', 'shared/domain', 'shared/access', 'shared/document'],
    packages: ['zod'],
    forbids: AMBIENT,
  },
  {
    name: 'server/embedded-store',
    folder: /^server\/embedded-store\//,
    purpose: 'a small store that speaks MongoDB’s protocol',
    mayImport: [],
    packages: ['bson', 'node:'],
    forbids: [],
  },
  {
    name: 'server/platform',
    folder: /^server\/platform\//,
    purpose: 'the edge of the machine',
    mayImport: SHARED,
    packages: ['*'],
    forbids: [],
  },
  {
    name: 'server/access',
    folder: /^server\/access\//,
    purpose: 'loads facts, enforces verdicts, sign-in, revocation',
    mayImport: [...SHARED, 'server/platform'],
    packages: [
      'express',
      'express-session',
      'express-rate-limit',
      'connect-mongo',
      'mongoose',
      'mongodb',
      'zod',
      'node:',
    ],
    forbids: AMBIENT,
  },
  {
    name: 'server/collab',
    folder: /^server\/collab\//,
    purpose: 'live documents: socket, room, journal, extract',
    mayImport: [...SHARED, 'server/access', 'server/platform'],
    packages: ['yjs', 'y-protocols', 'lib0', 'ws', 'mongoose', 'mongodb', 'express', 'zod', 'node:'],
    forbids: AMBIENT,
  },
  {
    name: 'server/hints',
    folder: /^server\/hints\//,
    purpose: 'who listens to what: ids only, never content',
    mayImport: [...SHARED, 'server/access', 'server/platform'],
    packages: ['socket.io', 'node:'],
    forbids: AMBIENT,
  },
  {
    name: 'server/features/audit',
    folder: /^server\/features\/(audit)\//,
    purpose: 'who saw and did what, and the seal over it',
    mayImport: [...SHARED, 'server/access', 'server/platform', 'server/features/$1'],
    packages: ['express', 'mongoose', 'mongodb', 'zod', 'canonicalize', 'node:'],
    forbids: AMBIENT,
  },
  {
    name: 'server/features/*',
    folder: /^server\/features\/([a-z-]+)\//,
    purpose: 'one part of the council work',
    mayImport: [...SHARED, 'server/access', 'server/platform', 'server/features/$1'],
    packages: ['express', 'mongoose', 'zod'],
    forbids: AMBIENT,
  },
  {
    name: 'server/app',
    folder: /^server\/app\//,
    purpose: 'wires the parts together and starts them',
    mayImport: ['shared', 'server'],
    packages: ['*'],
    forbids: [],
  },
  {
    name: 'client/src/ui',
    folder: /^client\/src\/ui\//,
    purpose: 'looks, knows no council word',
    mayImport: [],
    packages: ['react', 'react-dom', 'react-aria-components', 'react-router'],
    forbids: [],
  },
  {
    name: 'client/src/platform',
    folder: /^client\/src\/platform\//,
    purpose: 'the edge of the browser: requests, words, storage',
    mayImport: SHARED,
    packages: ['react', 'react-i18next', 'i18next', '@tanstack/react-query', 'socket.io-client'],
    forbids: [],
  },
  {
    name: 'client/src/collab',
    folder: /^client\/src\/collab\//,
    purpose: 'the editor and its connection',
    mayImport: [...SHARED, 'client/src/ui', 'client/src/platform'],
    packages: ['*'],
    forbids: [],
  },
  {
    name: 'client/src/features/*',
    folder: /^client\/src\/features\/([a-z-]+)\//,
    purpose: 'what a member sees of one part of the work',
    mayImport: [...SHARED, 'client/src/collab', 'client/src/ui', 'client/src/platform', 'client/src/features/$1'],
    packages: ['react', 'react-aria-components', 'react-router', '@tanstack/react-query', 'react-i18next'],
    forbids: [],
  },
  {
    name: 'client/src/pages',
    folder: /^client\/src\/pages\//,
    purpose: 'composes features into screens',
    mayImport: [...SHARED, 'client/src'],
    packages: ['*'],
    forbids: [],
  },
  {
    name: 'client/src/app',
    folder: /^client\/src\/app\//,
    purpose: 'entry, routes, shell',
    mayImport: [...SHARED, 'client/src'],
    packages: ['*'],
    forbids: [],
  },
  {
    name: 'client',
    folder: /^client\/vite\.config\.ts$/,
    purpose: 'how the client is built',
    mayImport: [],
    packages: ['*'],
    forbids: [],
  },
  {
    name: 'scripts',
    folder: /^scripts\//,
    purpose: 'what a person runs',
    mayImport: ['shared', 'server', 'tests'],
    packages: ['*'],
    forbids: [],
  },
  {
    name: 'tests',
    folder: /^tests\//,
    purpose: 'what crosses files',
    mayImport: ['shared', 'server', 'client/src', 'scripts'],
    packages: ['*'],
    forbids: [],
  },
]
