import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkTrail } from '#scripts/verifyTrail.ts'
import { isWithoutMongod } from '#tests/support/replicaSet.ts'
import { TwoNodes } from '#tests/support/twoNodes.ts'
import { until } from '#tests/support/until.ts'

test.skipIf(isWithoutMongod())(
  '[AC6.21] two servers of one replica set seal what each records in a chain of its own, and one that is started anew goes on with its own',
  async () => {
    const nodes = await TwoNodes.start({ isCuttable: false })
    try {
      const config = {
        ...{ mongodbUri: nodes.set.uri, dataDir: nodes.folder, sealFolder: null },
        keyFile: join(nodes.folder, 'master.key'),
      }
      const nothing = { folder: null, paper: null, publicKey: null }
      const look = async (node: 0 | 1) => {
        await (await nodes.person(node, 'B')).get('/api/cases')
        await until(async () => (await nodes.figure(node, 'tsunagi_auditWaiting')) === 0, 'it is sealed')
      }
      await Promise.all([look(0), look(1)])
      const first = await checkTrail(config, nothing, () => undefined)
      expect([first.chains.length, first.faults]).toEqual([2, []])

      await nodes.restart(1)
      await look(1)
      const second = await checkTrail(config, nothing, () => undefined)
      expect([second.chains.length, second.faults]).toEqual([2, []])
      expect(second.checkpointCount).toBeGreaterThan(0)
    } finally {
      await nodes.stop()
    }
  },
)
