export interface SeedAccount {
  readonly name: string;
  readonly industry: string;
  readonly domain: string;
  readonly owner: 'sam' | 'rita' | 'mia';
  /** Street, city, state, postal code, country. */
  readonly address: readonly [string, string, string, string, string];
  readonly revenue: number;
  readonly employees: number;
  /** How many it has placed and opened in three years. */
  readonly orders: number;
  readonly cases: number;
  /** First name, last name, title. */
  readonly contacts: readonly (readonly [string, string, string])[];
}

/** The shop's customers: Northwind is Sam's, Contoso is Rita's. */
export const seedAccounts: readonly SeedAccount[] = [
  {
    name: 'Northwind',
    industry: 'Recreation',
    domain: 'northwind.example',
    owner: 'sam',
    address: ['12 Harbour Street', 'Portland', 'OR', '97201', 'United States'],
    revenue: 4200000,
    employees: 38,
    orders: 96,
    cases: 18,
    contacts: [
      ['Ada', 'Lovelace', 'Head of Purchasing'],
      ['Alan', 'Turing', 'Workshop Lead'],
    ],
  },
  {
    name: 'Contoso',
    industry: 'Hospitality',
    domain: 'contoso.example',
    owner: 'rita',
    address: ['400 Lakeview Avenue', 'Chicago', 'IL', '60614', 'United States'],
    revenue: 11800000,
    employees: 140,
    orders: 84,
    cases: 15,
    contacts: [
      ['Grace', 'Hopper', 'Operations Director'],
      ['Katherine', 'Johnson', 'Buyer'],
    ],
  },
  {
    name: 'Fabrikam Joinery',
    industry: 'Manufacturing',
    domain: 'fabrikam.example',
    owner: 'rita',
    address: ['7 Mill Lane', 'Burlington', 'VT', '05401', 'United States'],
    revenue: 2600000,
    employees: 21,
    orders: 62,
    cases: 9,
    contacts: [['Margaret', 'Hamilton', 'Owner']],
  },
  {
    name: 'Alpine Outfitters',
    industry: 'Retail',
    domain: 'alpine.example',
    owner: 'mia',
    address: ['Bahnhofstrasse 8', 'Chur', '', '7000', 'Switzerland'],
    revenue: 5900000,
    employees: 45,
    orders: 54,
    cases: 8,
    contacts: [['Sophie', 'Germain', 'Store Manager']],
  },
  {
    name: 'Litware Coffee Roasters',
    industry: 'Food & Beverage',
    domain: 'litware.example',
    owner: 'rita',
    address: ['31 Market Square', 'Bristol', '', 'BS1 4DJ', 'United Kingdom'],
    revenue: 1750000,
    employees: 16,
    orders: 48,
    cases: 7,
    contacts: [['Edsger', 'Dijkstra', 'Roastmaster']],
  },
  {
    name: 'Tailspin Bicycles',
    industry: 'Retail',
    domain: 'tailspin.example',
    owner: 'mia',
    address: ['Kanalstraat 55', 'Utrecht', '', '3531 CJ', 'Netherlands'],
    revenue: 3100000,
    employees: 27,
    orders: 42,
    cases: 6,
    contacts: [['Barbara', 'Liskov', 'Service Manager']],
  },
  {
    name: 'Wingtip Gardens',
    industry: 'Agriculture',
    domain: 'wingtip.example',
    owner: 'sam',
    address: ['220 Orchard Road', 'Eugene', 'OR', '97401', 'United States'],
    revenue: 980000,
    employees: 11,
    orders: 30,
    cases: 5,
    contacts: [['Frances', 'Allen', 'Head Gardener']],
  },
  {
    name: "O'Malley & Söhne",
    industry: 'Construction',
    domain: 'omalley.example',
    owner: 'mia',
    address: ['Hafenweg 3', 'Hamburg', '', '20457', 'Germany'],
    revenue: 7400000,
    employees: 62,
    orders: 24,
    cases: 4,
    contacts: [['Niklaus', 'Wirth', 'Site Manager']],
  },
];
