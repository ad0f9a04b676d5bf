import { looksRandom } from './random-text.ts';

describe('looksRandom', () => {
  it.each([
    ['base64 of 20 letters', 'bGQe2bW4cdu4NP29Vh4y'],
    ['base64 of many', 'B2xXahJSH16CD+hWMHZ5ceAWvNwaDgGwSldGZmTGUwCd+PH3UP9/S7Ci0gwM2KkpTE5kIcMqRc6npQcHNGR15I'],
    ['base64 with pieces like those of names', 'noBPiaSHfm3kabc2YEFQugp4lC'],
    ['pieces of 2.7 on average', 'cvDBmxtqf2ehVASCngwQkUfImdj'],
    ['a slash in more text than a path has', 'pyd65li3cdyPK1jYx/2ovUY7WARryxwhjwI'],
    ['a slash in just so much text', '91ySLBVXqVplXA/wuYdiDxi8MTJy'],
    ['slashes as in a path and hardly any words', 'FnSBg5j4ar/53TUy59nVI/hthx6mWG'],
    ['slashes as in a path and pieces of 2', 'hBtjxhAfEn/OHOXpk1uJA/lAx9KLusPS'],
    ['40 characters with chance words', '893KwQmapXyptvexHttp12Lm7+FjordXy+Fjord8'],
    ['32 of lower case', 'w8qrvj5hp8vk92nqxrufid0dwx563mk7'],
    ['32 of upper case', '7Z7NLK3P2S37YOTGWGJM9S6RXSEWG7B8'],
    ['lower case with pieces of 5', 'jipzaqzokodrlezkifpjsu2kvt1opi0odiv'],
    ['lower case after a name', 'app-w8qrvj5hp8vk92nqxrufid0dwx563mk7'],
  ])('takes for random: %s', (_title, text) => {
    expect(looksRandom(text)).toBe(true);
  });

  it.each([
    ['19 letters', 'nQ4eS4Nz1hv9ETqHitc'],
    ['19 letters and signs', 'nQ4eS4Nz-1hv9ET_qHitc--'],
    ['hex in both cases', '875AEFC82F1da3eC5dD0Ce69f1cfA0eb'],
    ['hex in groups', '875AEFC8-2F1da3eC-5dD0Ce69-f1cfA0eb'],
    ['letters without a digit', 'sTSIhbaEiGJtOIIqTEGsSDpPjAPCmVtv'],
    ['few different characters', 'a73QBa33Q7aQ3733BxQxBxQ3QBaBBa'],
    ['slashes as in a path', 'lV1CEhgswm/kUaasmyxP7/AjpWpa2h'],
    ['39 characters with words', 'QKwgetpt893QXy+NodeFjordQLmNode7brickNo'],
    ['40 with more words', '8937brickKwFormXy12ptNodeQLmwithLmwith89'],
    ['40 with few different characters', 'DQxy2bybbbDyyyCxxbaab1yyCPQQDCDQDbQxQQa1'],
    ['41 characters with words', 'Q893Zulu+ptLmXy12Fjord8937Http893XyvexHtt'],
    ['31 of lower case', 'l9ju1z82tx0azayyd8ju8hzqsmep52k'],
    ['31 of lower case after a name', 'app-l9ju1z82tx0azayyd8ju8hzqsmep52k'],
    ['32 of lower hex', '966c19830cf02a6f20abea71039d48cb'],
    ['lower hex after a name', 'digest-966c19830cf02a6f20abea71039d48cb'],
    ['lower case in long words', 'thequickbrownfoxjumpsoverthelazydog12'],
    ['lower case with few different characters', 'xy1'.repeat(11)],
  ])('takes for no chance: %s', (_title, text) => {
    expect(looksRandom(text)).toBe(false);
  });
});
