import { normalAnswer } from './normalAnswer.ts'
import type { RawConnection } from './rawConnection.ts'
import type { Sequence } from './sequence.ts'

/** The answers of a server to a sequence, in a database of its own that was emptied before. */
export async function runSequence(connection: RawConnection, database: string, sequence: Sequence): Promise<unknown[]> {
  await connection.send({ dropDatabase: 1, $db: database })
  const answers: unknown[] = []
  for (const command of sequence.commands) {
    const answer = await connection.send({ ...command, $db: command.$db ?? database })
    answers.push(JSON.parse(JSON.stringify(normalAnswer(command, answer))))
  }
  return answers
}
