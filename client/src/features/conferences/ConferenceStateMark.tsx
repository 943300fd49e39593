import { useTranslation } from 'react-i18next'
import { type MarkShape, type MarkTone, StateMark } from '#client/ui/StateMark.tsx'
import type { ConferenceState } from '#shared/domain/conferenceKind.ts'

const LOOKS: { readonly [state in ConferenceState]: readonly [MarkTone, MarkShape] } = {
  planned: ['neutral', 'ring'],
  open: ['good', 'disc'],
  ended: ['stop', 'square'],
  calledOff: ['stop', 'ring'],
}

/** Whether a conference is still to come, under way, over, or called off. */
export function ConferenceStateMark({ state }: { readonly state: ConferenceState }) {
  const { t } = useTranslation()
  const [tone, shape] = LOOKS[state]
  return (
    <StateMark tone={tone} shape={shape}>
      {t(`conferenceState.${state}`)}
    </StateMark>
  )
}
