import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What is waited for comes late on a machine that others share, where a test may stand still for seconds. */
const IN_TIME = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } }

/** A project is a kind of test: what it may start decides its name. */
const project = (name: string, include: readonly string[], more: object = {}) => ({
  root,
  test: { name, include: [...include], environment: 'node', ...IN_TIME, ...more },
})

/** On a machine that others share a stall is no fault of ours: there a test is tried once more, and a broken promise fails twice. */
const retry = process.env.CI === 'true' ? 1 : 0

const IN_BROWSER = { testTimeout: 180_000, hookTimeout: 90_000, retry }
const OVER_SOCKETS = { testTimeout: 120_000, hookTimeout: 60_000, retry }

/** Each test has a database of its own, on a store that its process shares. */
const ON_STORES = { globalSetup: ['tests/support/storesOfWorkers.ts'] }

const cores = availableParallelism()
/** A third of the time they wait for an answer, a disk or a clock, and the core is free for others. */
const ANSWERING = { maxWorkers: Math.ceil(cores * 1.5), sequence: { groupOrder: 1 } }
/** Their promises are seconds, and most of the time they wait for one: beside each other, and beside nothing else. */
const WAITING = { maxWorkers: cores * 2, sequence: { groupOrder: 2 } }
/** They measure times: one file after another, and after everything that may run on every core. */
const ALONE = { fileParallelism: false, sequence: { groupOrder: 3 } }

const realtime = (names: readonly string[]) => names.map((name) => `tests/realtime/${name}.test.ts`)

const PATIENT = realtime(['beforeLogin', 'hints', 'nodes', 'nodesCut', 'nodesElections', 'revocation', 'thinLine'])

/** What they promise is told by the clock. */
const TIMED = realtime(['badNetwork', 'load', 'oldDocument', 'reconnectStorm', 'withoutSocketPace'])

/** The same in a browser, and what takes all of a small machine by itself. */
const ALONE_IN_BROWSER = ['screens', 'unsaved', 'withoutSocket'].map((name) => `tests/e2e/${name}.test.ts`)

/** The editor mends Yjs where it is wrong, for its whole process: all else is tested on Yjs as the server has it. */
const ON_MENDED_YJS = 'client/src/collab/editor/**/*.test.ts'

/** Too long for the quick part, and with stores of their own whatever MONGODB_URI says. */
const SLOW = [
  'tests/contracts/embeddedStore/backup.test.ts',
  'tests/contracts/embeddedStore/bitRot.test.ts',
  'tests/contracts/embeddedStore/durability.test.ts',
  'tests/contracts/embeddedStore/fullDisk.test.ts',
  'tests/contracts/embeddedStore/leftBeside.test.ts',
  'tests/contracts/embeddedStore/olderFormat.test.ts',
  'tests/contracts/embeddedStore/oneHolder.test.ts',
  'tests/contracts/embeddedStore/sameAsMongo.test.ts',
  'tests/contracts/embeddedStore/sameAsMongoDrawn.test.ts',
  'tests/contracts/embeddedStore/storeCrash.test.ts',
  'tests/contracts/embeddedStore/watchdog.test.ts',
  'tests/contracts/embeddedStore/wire.test.ts',
  'tests/contracts/exportImport.test.ts',
  'tests/http/copiesAndKeys.test.ts',
  'tests/http/putBack.test.ts',
  'tests/http/doctor.test.ts',
  'tests/http/doctorBeside.test.ts',
  'tests/http/commandWords.test.ts',
  'tests/http/erasedForGood.test.ts',
  'tests/http/exportToStick.test.ts',
  'tests/http/fullDiskCopy.test.ts',
  'tests/http/verifyTrail.test.ts',
  'tests/http/wrongMongo.test.ts',
  'scripts/countTests.test.ts',
]

/** In what runs at once, the long files first: at the end there are short ones, and no core waits for another. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ project: { name, config } }: TestSpecification) =>
      config.sequence.groupOrder + (name === 'slow' ? 0 : 0.5)
    return (await super.sort(files)).toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}

export default defineConfig({
  root,
  test: {
    sequence: { sequencer: LongFirst },
    // A process and a document of the browser for each file would take longer than the tests themselves.
    isolate: false,
    maxWorkers: '100%',
    projects: [
      project(
        'unit',
        ['shared/**/*.test.ts', 'server/**/*.test.ts', 'client/src/**/*.test.ts', 'scripts/**/*.test.ts'],
        { exclude: [...SLOW, ON_MENDED_YJS] },
      ),
      project('contracts', ['tests/contracts/*.test.ts'], { exclude: SLOW, ...ON_STORES }),
      // These start stores of their own, whatever MONGODB_URI says.
      project('store', ['tests/contracts/embeddedStore/*.test.ts'], { exclude: SLOW }),
      project('slow', SLOW, ANSWERING),
      project('screens', ['client/src/**/*.test.tsx', 'tests/screens/**/*.test.tsx', ON_MENDED_YJS], {
        environment: 'jsdom',
      }),
      project('http', ['tests/http/**/*.test.ts'], {
        exclude: SLOW,
        ...ANSWERING,
        ...ON_STORES,
      }),
      project('realtime', ['tests/realtime/**/*.test.ts'], {
        ...OVER_SOCKETS,
        ...ANSWERING,
        ...ON_STORES,
        exclude: [...PATIENT, ...TIMED],
      }),
      project('patient', PATIENT, { ...OVER_SOCKETS, ...WAITING }),
      project('pace', TIMED, { ...OVER_SOCKETS, ...ALONE }),
      project('e2e', ['tests/e2e/**/*.test.ts'], { ...IN_BROWSER, ...ANSWERING, exclude: ALONE_IN_BROWSER }),
      project('e2eAlone', ALONE_IN_BROWSER, { ...IN_BROWSER, ...ALONE }),
    ],
  },
})
