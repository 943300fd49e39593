import { Badge } from '#client/ui/Badge.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type MarkShape, type MarkTone, StateMark } from '#client/ui/StateMark.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'

const MARKS: readonly (readonly [MarkTone, MarkShape])[] = [
  ['neutral', 'ring'],
  ['progress', 'half'],
  ['good', 'disc'],
  ['attention', 'triangle'],
  ['stop', 'square'],
]

const FACTS = [
  { term: '場所', value: '会議室B' },
  { term: '状態', value: <StateMark {...{ tone: 'good', shape: 'disc' }}>開催中</StateMark> },
]

/** What tells something: marks, notices, facts, emptiness, waiting. */
export function Signs() {
  return (
    <>
      <Section title="Button">
        <Buttons />
      </Section>
      <Section title="StateMark, Badge">
        <div className="flex flex-wrap items-center gap-3">
          {MARKS.map(([tone, shape]) => (
            <StateMark key={tone} tone={tone} shape={shape}>
              {tone}
            </StateMark>
          ))}
          <Badge>住居</Badge>
        </div>
      </Section>
      <Section title="Notice">
        <div className="grid gap-4 md:grid-cols-2">
          {(['information', 'success', 'warning', 'error'] as const).map((tone) => (
            <Notice key={tone} tone={tone} title={tone}>
              何が起きたかと、次にすることを書きます。
            </Notice>
          ))}
        </div>
      </Section>
      <Section title="Facts">
        <Facts facts={FACTS} layout="band" />
        <div className="max-w-md pt-4">
          <Facts facts={FACTS} />
        </div>
      </Section>
      <Section title="EmptyState, Progress" lead="一覧が空のときと、待つとき。">
        <EmptyState title="まだありません" action={<LinkButton href="/gallery">始める</LinkButton>}>
          何がここに並び、最初の1つがどう入るかを書きます。
        </EmptyState>
        <Progress />
      </Section>
    </>
  )
}

function Buttons() {
  const status = useStatus()
  return (
    <div className="flex flex-wrap items-start gap-4">
      {(['primary', 'secondary', 'quiet', 'danger'] as const).map((kind) => (
        <Button key={kind} kind={kind} onPress={() => status.say(`${kind} を押しました。`, () => status.clear())}>
          {kind}
        </Button>
      ))}
      <Button kind="secondary" size="compact">
        compact
      </Button>
      <Button isBusy>保存する</Button>
      <Button unavailableBecause="情報共有の根拠がないため、招集できません。">招集する</Button>
    </div>
  )
}
