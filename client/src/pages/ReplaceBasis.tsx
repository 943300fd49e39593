import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCase } from '#client/features/cases/useCases.ts'
import { ReplaceBasisDialog } from '#client/features/conferences/ReplaceBasis.tsx'
import { useOffer } from '#client/platform/useOffer.ts'
import { Button } from '#client/ui/Button.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'

interface Props {
  readonly conference: ConferenceDetail
}

/** The way to put a conference that is not open yet on another basis; its case, which has them, is asked for only then. */
export function ReplaceBasis({ conference }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const offer = useOffer()(conference.can.change)
  if (!offer.isOffered || conference.state !== 'planned') return null
  return (
    <>
      <Button
        kind="secondary"
        size="compact"
        unavailableBecause={offer.unavailableBecause}
        onPress={() => setOpen(true)}
      >
        {t('conference.replaceBasis')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <OfItsCase conference={conference} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

const OfItsCase = ({ conference, onClose }: Props & { readonly onClose: () => void }) => (
  <ReplaceBasisDialog conference={conference} theCase={useCase(conference.case.id)} onClose={onClose} />
)
