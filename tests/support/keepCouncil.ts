import type { CouncilServer } from './councilServer.ts'

/** What is kept of people and of cases. Sign-ins stay, and so do notes: a live document would not know what became of its rows. */
const KEPT = [
  ...['accounts', 'auditRecords', 'cases', 'conferences', 'councils', 'members', 'organisations', 'sharingBases'],
] as const

/**
 * Keeps the council as it is now, and answers with what puts it back: between the tests of a file, of which each changes the same
 * people. To begin a server takes ten times as long.
 */
export async function keepCouncil({ connection }: CouncilServer): Promise<() => Promise<void>> {
  const kept = await Promise.all(
    KEPT.map(async (name) => ({ name, rows: await connection.collection(name).find().toArray() })),
  )
  return async () => {
    await Promise.all(
      kept.map(async ({ name, rows }) => {
        await connection.collection(name).deleteMany({})
        if (rows.length > 0) await connection.collection(name).insertMany(rows)
      }),
    )
  }
}
