import {
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Tooltip,
} from '@mantine/core'

/** Mantine wants ten shades of a colour; ours has one, and the theme decides its value. */
function oneShade(name: string): MantineColorsTuple {
  const colour = `var(--${name})`
  return [colour, colour, colour, colour, colour, colour, colour, colour, colour, colour]
}

const darkSurfaces: MantineColorsTuple = [
  'var(--text)',
  'var(--text)',
  'var(--muted)',
  'var(--muted)',
  'var(--line)',
  'var(--raised)',
  'var(--surface)',
  'var(--ground)',
  'var(--ground)',
  'var(--ground)',
]

const lightSurfaces: MantineColorsTuple = [
  'var(--raised)',
  'var(--raised)',
  'var(--line)',
  'var(--line)',
  'var(--line-strong)',
  'var(--muted)',
  'var(--muted)',
  'var(--muted)',
  'var(--text)',
  'var(--text)',
]

/** Mantine's names mapped onto the tokens, so that its components and ours wear the same colours and sizes. */
export const theme = createTheme({
  primaryColor: 'link',
  colors: {
    link: oneShade('link'),
    critical: oneShade('critical'),
    good: oneShade('good'),
    warn: oneShade('warn'),
    red: oneShade('critical'),
    teal: oneShade('good'),
    green: oneShade('good'),
    yellow: oneShade('warn'),
    blue: oneShade('link'),
    dark: darkSurfaces,
    gray: lightSurfaces,
  },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '13px', sm: '14px', md: '14px', lg: '18px', xl: '32px' },
  lineHeights: { xs: '1.4', sm: '1.43', md: '1.43', lg: '1.34', xl: '1.2' },
  headings: {
    fontFamily: 'var(--sans)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '24px' },
      h2: { fontSize: '14px', lineHeight: '20px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '8px', md: '8px', lg: '8px', xl: '8px' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  shadows: {
    xs: 'none',
    sm: 'var(--menu-shadow)',
    md: 'var(--menu-shadow)',
    lg: 'var(--menu-shadow)',
    xl: 'var(--menu-shadow)',
  },
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input)
    if (input.variant === 'filled') return { ...colours, color: 'var(--on-link)', hoverColor: 'var(--on-link)' }
    // Mantine thins the colour out by arithmetic, which a variable does not allow: it came out whole, behind itself.
    if (input.variant === 'subtle') return { ...colours, hover: 'var(--raised)' }
    return colours
  },
  components: {
    Checkbox: Checkbox.extend({ defaultProps: { radius: 'xs' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 200,
        withArrow: false,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
})

const surfaces = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-anchor': 'var(--link)',
  '--mantine-color-error': 'var(--critical)',
  '--mantine-color-success': 'var(--good)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-disabled': 'var(--raised)',
  '--mantine-color-disabled-color': 'var(--muted)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-contrast': 'var(--on-link)',
  '--mantine-color-link-filled-hover': 'var(--link-pressed)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces })
