import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'

interface Props {
  readonly submit: string
  readonly isBusy: boolean
  readonly onClose: () => void
}

/** The end of a small form: do it, or leave it. */
export function FormButtons({ submit, isBusy, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap gap-3">
      <Button type="submit" isBusy={isBusy}>
        {submit}
      </Button>
      <Button kind="secondary" onPress={onClose}>
        {t('form.cancel')}
      </Button>
    </div>
  )
}
