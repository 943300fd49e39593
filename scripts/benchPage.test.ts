import { expect, test } from 'vitest'
import { withSection } from './benchPage.ts'

const LIVE = { heading: '## Live documents', body: 'How it is measured.' }

test('[OP2.10] a bench replaces its own part of the page of figures and leaves the rest as it was', () => {
  const page = '# Benchmarks\n\n## Long forms\n\n| day |\n'

  const first = withSection(page, LIVE, { heading: '### Latency', body: 'old' })
  const both = withSection(first, LIVE, { heading: '### Cold', body: 'cold' })
  const again = withSection(both, LIVE, { heading: '### Latency', body: 'new' })

  expect(again).toBe(
    '# Benchmarks\n\n## Live documents\n\nHow it is measured.\n\n### Latency\n\nnew\n\n### Cold\n\ncold\n\n## Long forms\n\n| day |\n',
  )
})
