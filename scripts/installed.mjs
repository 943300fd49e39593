// Built-ins only: runs on any Node before the commands that only the project's own Node understands, and changes nothing.
// It installs nothing by itself: a server may be running from what is there.
import { existsSync } from 'node:fs'
import { NODE_24 } from './readiness.mjs'

if (!existsSync(NODE_24)) {
  console.error(
    '部品がまだ入っていません。先に npm ci を実行し、もう一度試してください。/ Nothing is installed yet: run npm ci first, then this again.',
  )
  process.exit(1)
}
