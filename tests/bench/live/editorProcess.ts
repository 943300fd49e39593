import { startProcess } from '../childProcess.ts'
import type { EditorsReport, EditorsTask, TypingTask } from './editors.ts'

/** Editors in a process of their own. */
export interface EditorProcess {
  /** Opens the document; resolves when every editor has it. */
  open(task: EditorsTask): Promise<void>
  type(task: TypingTask): Promise<EditorsReport>
  close(): Promise<void>
  end(): Promise<void>
}

export async function startEditors(): Promise<EditorProcess> {
  const process = await startProcess('live/editors.ts')
  return {
    async open(task) {
      await process.ask({ kind: 'open', task }, 'done')
    },
    async type(task) {
      const { report } = await process.ask<{ readonly report: EditorsReport }>({ kind: 'type', task }, 'done')
      return report
    },
    async close() {
      await process.ask({ kind: 'close' }, 'done')
    },
    end: () => process.end('SIGKILL'),
  }
}
