/**
 * Names of months besides English and German: French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian,
 * Finnish, Polish, Turkish, Romanian, Hungarian and Catalan, as the Unicode CLDR has them, long, short and inflected. They
 * stand without accents, which files often leave out. A list of our own, because that of the platform changes with it.
 */
const NAMES = [
  'ene enero gen gener gennaio ian ianuarie janeiro januari janv janvier oca ocak sty styczen stycznia tammi tammikuu tammikuuta',
  'febbraio febr febrer febrero februari februarie fev fevereiro fevr fevrier helmi helmikuu helmikuuta lut lutego luty sub subat',
  'maalis maaliskuu maaliskuuta maart marc marca marcius marco mars mart martie marts marzec marzo mrt',
  'abr abril aprile aprilie aprilis avr avril huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan',
  'mag maggio maig maio maj maja majus mayo mayıs mei touko toukokuu toukokuuta',
  'cze czerwca czerwiec giu giugno haz haziran iun iunie juin junho junio junius juny kesa kesakuu kesakuuta',
  'heina heinakuu heinakuuta iul iulie juil juillet julho julio juliol julius lip lipca lipiec lug luglio tem temmuz',
  'ago agost agosto agu agustos aout augusti augustus augusztus elo elokuu elokuuta sie sierpien sierpnia',
  'eyl eylul septembre septembrie septiembre set setembre setembro settembre syys syyskuu syyskuuta szept szeptember wrz wrzesien wrzesnia',
  'eki ekim loka lokakuu lokakuuta octobre octombrie octubre ott ottobre out outubro paz pazdziernik pazdziernika',
  'kas kasım lis listopad listopada marras marraskuu marraskuuta noiembrie novembre novembro noviembre',
  'ara aralık decembre decembrie des desember desembre dezembro dic dicembre diciembre gru grudnia grudzien joulu joulukuu joulukuuta',
];
const ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const englishOf: ReadonlyMap<string, string> = new Map(
  NAMES.flatMap((names, month) => names.split(' ').map((name) => [name, ENGLISH[month] ?? ''] as const)),
);

/** `19 de enero de 2026` → `19 jan 2026`; other texts in small letters without accents. */
export function withEnglishMonth(text: string): string {
  return withoutAccents(text)
    .replace(/(?<=\s|^)(?:del?|di)\s+|(?<=\s|^)d[’'](?=\p{L})/gu, '')
    .replace(/\p{L}+\.?/gu, (word) => englishOf.get(word.replace('.', '')) ?? word);
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
