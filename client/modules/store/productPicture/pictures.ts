/** A drawing on 96 × 96, in the shop's colours: each a path, and each laid over the ones before it. */
export interface Picture {
  readonly soft?: string;
  /** Drawn as a line. */
  readonly line?: string;
  readonly body?: string;
  readonly part?: string;
  /** What shows through. */
  readonly gap?: string;
}

/** For a family that has no drawing of its own: the shop's stones. */
export const cairn: Picture = {
  soft: 'M18 74c0-10 12-14 31-14s30 5 30 13-13 11-31 11S18 82 18 74Z',
  part: 'M27 48c1-8 11-11 23-11s22 5 21 11-11 8-23 8-22-3-21-8Z',
  body: 'M36 24c1-6 7-8 14-8s12 3 12 8-6 8-13 8-14-3-13-8Z',
};

/** By the family's name, as the org has it. */
export const pictures: ReadonlyMap<string, Picture> = new Map<string, Picture>([
  [
    'Coffee',
    {
      line: 'M66 46h4a9 9 0 0 1 0 18h-5',
      body: 'M24 38h42v24c0 13-7 22-21 22S24 75 24 62Z',
      part: 'M36 31c-5-5 3-8-1-14 7 4 1 9 4 14ZM51 31c-5-6 4-10-1-18 9 5 2 12 4 18Z',
    },
  ],
  [
    'Camping',
    {
      soft: 'M46 26L12 82h34Z',
      body: 'M46 26l38 56H30Z',
      part: 'M74 14a8 8 0 1 1 0 16a8 8 0 1 1 0-16Z',
      gap: 'M49 46l13 36H43Z',
    },
  ],
  [
    'Cycling',
    {
      line: 'M24 51a16 16 0 1 1 0 32a16 16 0 1 1 0-32ZM72 51a16 16 0 1 1 0 32a16 16 0 1 1 0-32ZM24 67l12-27h26l-16 27ZM46 67L34 34M72 67L60 32h8',
      part: 'M27 29h14c4 0 4 5 0 5h-9c-5 0-7-5-5-5ZM46 62a5 5 0 1 1 0 10a5 5 0 1 1 0-10Z',
    },
  ],
  [
    'Hand Tools',
    {
      part: 'M43 40h10l2 40c0 4-14 4-14 0Z',
      body: 'M24 18h36c10 0 16 6 18 14-6-3-11-3-16 0v8H36v-6H24c-4 0-4-16 0-16Z',
    },
  ],
  [
    'Power Tools',
    {
      soft: 'M6 33h12v4H6ZM18 27h11v16H18Z',
      body: 'M28 22h42c10 0 14 6 14 13s-4 13-12 13h-4l4 24H54l-5-24H28c-3 0-3-26 0-26Z',
      part: 'M50 71h28c3 0 4 2 4 4v7H47v-8c0-2 1-3 3-3Z',
      gap: 'M60 29h14v3H60ZM60 36h14v3H60Z',
    },
  ],
  [
    'Garden',
    {
      line: 'M43 44c0-18 24-18 24 0M73 50c17-3 17 22 3 25',
      body: 'M37 42h36c2 0 3 1 3 3l3 34c0 3-1 5-4 5H35c-3 0-4-2-4-5v-1L15 44l6-4 13 21 1-16c0-2 0-3 2-3Z',
      part: 'M8 45l15-10 3 4-15 10ZM7 55a2.500 2.500 0 1 1 0 5a2.500 2.500 0 1 1 0-5ZM14 61a2.500 2.500 0 1 1 0 5a2.500 2.500 0 1 1 0-5ZM7 68a2.500 2.500 0 1 1 0 5a2.500 2.500 0 1 1 0-5Z',
    },
  ],
  [
    'Storage',
    {
      soft: 'M14 54h33v30H14Z',
      body: 'M50 54h33v30H50Z',
      part: 'M30 22h36v29H30Z',
      gap: 'M41 29h14v4H41ZM24 61h13v4H24ZM60 61h13v4H60Z',
    },
  ],
]);
