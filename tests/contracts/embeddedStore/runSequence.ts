import { randomBytes } from 'node:crypto'
import { Binary } from 'bson'
import { normalAnswer } from './normalAnswer.ts'
import { type Command, RawConnection } from './rawConnection.ts'
import type { Sequence } from './sequence.ts'

const AT_ONCE = 16

/** The answers of a server to every sequence, in their order; several run at once, each in a database of its own. */
export async function runAll(uri: string, sequences: readonly Sequence[]): Promise<unknown[][]> {
  const answers: unknown[][] = []
  const waiting = [...sequences.entries()]
  const run = async () => {
    const connection = await RawConnection.open(uri)
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, sequence] = next
      answers[at] = await runSequence(connection, `sequence${at}`, sequence)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, run))
  return answers
}

/** The answers of a server to a sequence, in a database of its own that was emptied before. */
async function runSequence(connection: RawConnection, database: string, sequence: Sequence): Promise<unknown[]> {
  await connection.send({ dropDatabase: 1, $db: database })
  const salt = randomBytes(15)
  const answers: unknown[] = []
  for (const command of sequence.commands) {
    const answer = await connection.send({ ...withSession(command, salt), $db: command.$db ?? database })
    answers.push(JSON.parse(JSON.stringify(normalAnswer(command, answer))))
  }
  return answers
}

/** A server remembers sessions: the letters of a sequence name new ones each time that it is run. */
function withSession({ session, ...command }: Command, salt: Buffer): Command {
  if (typeof session !== 'string') return command
  return { ...command, lsid: { id: new Binary(Buffer.concat([salt, Buffer.from(session)]), 4) } }
}
