/** Run by hand, with MONGOD_BINARY set, after the tables were changed: writes down what the real server answers. */
import { ALL_SEQUENCES } from './allSequences.ts'
import { startRealServer } from './realServer.ts'
import { digestOf, writeRecorded } from './recordedAnswers.ts'
import { runAll } from './runSequence.ts'

const server = await startRealServer()
if (!server) process.exit(1)
const answers = await runAll(server.uri, ALL_SEQUENCES)
writeRecorded(new Map(ALL_SEQUENCES.map(({ title }, at) => [title, answers[at]?.map(digestOf) ?? []])))
console.log(`${answers.length} sequences recorded`)
await server.stop()
