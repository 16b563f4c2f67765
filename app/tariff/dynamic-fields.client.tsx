'use client'

import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { PRICE_SOURCES } from '#lib/domain/tariff-parts'
import type { DynamicDraft } from './tariff-draft'

const SOURCES: { value: DynamicDraft['source']; label: string }[] = [
  { value: 'none', label: 'Nobody: the prices above' },
  { value: 'octopus', label: PRICE_SOURCES.octopus },
  { value: 'awattar', label: PRICE_SOURCES.awattar },
  { value: 'csv', label: 'A file I upload' },
]
const COUNTRIES: { value: DynamicDraft['country']; label: string }[] = [
  { value: 'de', label: 'Germany' },
  { value: 'at', label: 'Austria' },
]
const VAT: { value: DynamicDraft['vat']; label: string }[] = [
  { value: 'included', label: 'With VAT' },
  { value: 'excluded', label: 'Without VAT' },
]
const WHEN_MISSING: { value: DynamicDraft['whenMissing']; label: string }[] = [
  { value: 'unknown', label: 'Cost is unknown' },
  { value: 'own', label: 'The prices above hold' },
]

/** Who names the prices of each hour, and what holds where nobody did. */
export function DynamicFields({
  value,
  onChange,
  problems,
  path,
}: {
  value: DynamicDraft
  onChange: (dynamic: DynamicDraft) => void
  problems: Record<string, ReactNode>
  path: string
}) {
  const change = (part: Partial<DynamicDraft>) => onChange({ ...value, ...part })
  return (
    <>
      <NativeSelect
        label="Who names the prices"
        description={WORDS[value.source]}
        data={SOURCES}
        value={value.source}
        onChange={(event) => change({ source: chosen(SOURCES, event.currentTarget.value, 'none') })}
      />
      {value.source === 'octopus' ? (
        <>
          <TextInput
            label="Product code"
            placeholder="AGILE-24-10-01"
            value={value.productCode}
            onChange={(event) => change({ productCode: event.currentTarget.value })}
            error={problems[`${path}.productCode`]}
            data-path={`${path}.productCode`}
          />
          <TextInput
            label="Tariff code"
            description="It ends with the letter of your region."
            placeholder="E-1R-AGILE-24-10-01-C"
            value={value.tariffCode}
            onChange={(event) => change({ tariffCode: event.currentTarget.value })}
            error={problems[`${path}.tariffCode`]}
            data-path={`${path}.tariffCode`}
          />
          <NativeSelect
            label="Which price"
            data={VAT}
            value={value.vat}
            onChange={(event) => change({ vat: chosen(VAT, event.currentTarget.value, 'included') })}
          />
        </>
      ) : null}
      {value.source === 'awattar' ? (
        <NativeSelect
          label="Country"
          data={COUNTRIES}
          value={value.country}
          onChange={(event) => change({ country: chosen(COUNTRIES, event.currentTarget.value, 'de') })}
        />
      ) : null}
      {value.source === 'none' ? null : (
        <NativeSelect
          label="Where no price is named"
          data={WHEN_MISSING}
          value={value.whenMissing}
          onChange={(event) => change({ whenMissing: chosen(WHEN_MISSING, event.currentTarget.value, 'unknown') })}
        />
      )}
    </>
  )
}

const WORDS: Record<DynamicDraft['source'], string> = {
  none: 'A supplier whose price changes each hour or half-hour can be asked for it.',
  octopus: 'Asked at most once an hour, in British pounds. Codes stand on your bill and in your account.',
  awattar: 'Asked at most once an hour, in euros without fees and tax: add yours below.',
  csv: 'Upload the file on the card of the site, once the tariff is saved.',
}

function chosen<Value extends string>(from: { value: Value }[], text: string, otherwise: Value): Value {
  return from.find(({ value }) => value === text)?.value ?? otherwise
}
