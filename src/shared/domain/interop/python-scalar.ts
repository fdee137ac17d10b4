/** A plain scalar of YAML as Python's `str` writes it after PyYAML has read it, which follows YAML 1.1. */

const FLOAT = /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?)$/;
const INTEGER = /^[-+]?(?:0|[1-9][\d_]*)$/;
const OCTAL = /^[-+]?0[0-7_]+$/;
const HEX = /^[-+]?0x[\da-fA-F_]+$/;

/** @returns undefined for null. Times and numbers in base 60 are as they are written. */
export function pythonText(plain: string): string | undefined {
  if (/^(?:~|null|Null|NULL|)$/.test(plain)) return undefined;
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(plain)) return 'True';
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(plain)) return 'False';
  const digits = plain.replaceAll('_', '');
  if (INTEGER.test(plain)) return String(BigInt(digits.replace(/^\+/, '')));
  if (OCTAL.test(plain) || HEX.test(plain)) return wholeNumberText(digits);
  if (FLOAT.test(plain)) return pythonFloat(Number(digits));
  if (/^\+?\.(?:inf|Inf|INF)$/.test(plain)) return 'inf';
  if (/^-\.(?:inf|Inf|INF)$/.test(plain)) return '-inf';
  return /^\.(?:nan|NaN|NAN)$/.test(plain) ? 'nan' : plain;
}

function wholeNumberText(digits: string): string {
  const [, sign = '', number = ''] = /^([-+]?)(.*)$/.exec(digits) ?? [];
  const value = BigInt(number.startsWith('0x') ? number : `0o${number}`);
  return String(sign === '-' ? -value : value);
}

/** `repr` of a float: the shortest digits, with an exponent below 1e-4 and from 1e16 on. */
function pythonFloat(value: number): string {
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+';
    return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const text = String(value);
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : text}.0` : text;
}
