import type { productFamilies } from '../schema/catalogue-objects.ts';

interface SeedProduct {
  readonly code: string;
  readonly name: string;
  /** In cents. */
  readonly price: number;
  readonly description: string;
  /** No longer sold, though old orders still name it. */
  readonly discontinued?: true;
}

type Line = readonly [code: string, name: string, price: number, description: string];

/** A trailing `†` on the name marks what is no longer sold. */
const lines: Record<(typeof productFamilies)[number], readonly Line[]> = {
  Coffee: [
    ['CF-101', 'Gooseneck Kettle 0.9 l', 7490, 'Stainless steel, with a thermometer in the lid.'],
    ['CF-102', 'Hand Grinder, Steel Burrs', 8900, 'Stepless grind from espresso to French press.'],
    ['CF-103', 'Pour-Over Dripper, Size 2', 2450, 'Glazed porcelain; takes common paper filters.'],
    ['CF-104', 'Paper Filters, 100 Pieces', 695, 'Oxygen-bleached, size 2.'],
    ['CF-105', 'French Press 1 l', 3990, 'Double-walled steel keeps it hot for an hour.'],
    [
      'CF-106',
      'Espresso Maker, 6 Cups',
      3475,
      'For the stove or a camp fire; spare seal included.',
    ],
    [
      'CF-107',
      'House Blend, Whole Beans 1 kg',
      2190,
      'Brazil and Ethiopia, roasted every Tuesday.',
    ],
    ['CF-108', 'Decaf, Whole Beans 500 g', 1390, 'Decaffeinated with mountain water.'],
    ['CF-109', 'Barista Scale with Timer', 5400, 'Reads 0.1 g, up to 2 kg; charges by USB-C.'],
    ['CF-110', 'Enamel Mug 350 ml', 1150, 'White with a blue rim; survives a fall.'],
    ['CF-111', 'Batch Brewer 1.8 l †', 18900, 'For the office kitchen; thermos jug.'],
  ],
  Camping: [
    ['CP-201', 'Two-Person Tent Fjell', 34900, 'Three seasons, 2.3 kg, one pole colour a side.'],
    ['CP-202', 'Down Sleeping Bag −5 °C', 27900, 'Responsibly sourced down, 980 g.'],
    ['CP-203', 'Sleeping Mat R 4.2', 12900, 'Inflates in 14 breaths; repair kit in the bag.'],
    ['CP-204', 'Gas Stove, Folding', 4590, 'Boils half a litre in under three minutes.'],
    ['CP-205', 'Titanium Pot 750 ml', 5290, 'With a lid that drains.'],
    ['CP-206', 'Headlamp 450 lm', 4990, 'Red light for reading maps; IPX7.'],
    ['CP-207', 'Water Filter Bottle 650 ml', 4450, 'Filters 1,000 litres before the first change.'],
    ['CP-208', 'Camp Chair, Low', 6900, 'Packs to the length of a forearm.'],
    ['CP-209', 'Tarp 3 × 3 m', 8750, 'Nineteen loops, reflective lines.'],
    ['CP-210', 'First-Aid Kit, Trail', 3290, 'What two people need for three days.'],
    ['CP-211', 'Canvas Hammock †', 5990, 'Cotton canvas, spreader bars of ash.'],
  ],
  Cycling: [
    ['CY-301', 'Floor Pump with Gauge', 4290, 'To 11 bar; both valve kinds.'],
    ['CY-302', 'Multi-Tool, 17 Functions', 3350, 'Chain breaker included.'],
    ['CY-303', 'Pannier Bags, Pair, 40 l', 14900, 'Welded seams, off the rack with one hand.'],
    ['CY-304', 'Handlebar Bag 7 l', 7450, 'Map pocket, quick release.'],
    ['CY-305', 'LED Light Set', 5950, 'Front 80 lux, rear with brake light.'],
    ['CY-306', 'U-Lock 230 mm', 6900, 'Hardened steel, three keys.'],
    ['CY-307', 'Chain Oil, Wet, 100 ml', 895, 'For rain and mud.'],
    ['CY-308', 'Puncture Kit', 690, 'Six patches, two levers, one pencil.'],
    ['CY-309', 'Work Stand, Folding', 15900, 'Holds bicycles up to 30 kg.'],
    ['CY-310', 'Torque Wrench 2–24 Nm', 11900, 'Clicks when it is enough.'],
    ['CY-311', 'Dynamo Hub, 32 Holes †', 9900, '6 V, 3 W.'],
  ],
  'Hand Tools': [
    ['HT-401', 'Block Plane', 9850, 'Low angle, blade of A2 steel, ready to use.'],
    ['HT-402', 'Chisel Set, 4 Pieces', 8490, '6, 12, 18 and 24 mm, hornbeam handles.'],
    ['HT-403', 'Dovetail Saw', 6250, '15 teeth an inch, brass back.'],
    ['HT-404', 'Claw Hammer 450 g', 3190, 'Hickory handle.'],
    ['HT-405', 'Combination Square 300 mm', 4790, 'Ground to 0.02 mm.'],
    ['HT-406', 'Screwdriver Set, 8 Pieces', 5490, 'Slotted, Phillips and Torx.'],
    ['HT-407', 'Bar Clamp 600 mm', 2890, 'Holds 3 kN, cork faces.'],
    ['HT-408', "Carpenter's Pencils, 12", 790, 'Medium, flat, do not roll away.'],
    ['HT-409', 'Sharpening Stone 1000/6000', 5650, 'With a base of bamboo.'],
    ['HT-410', 'Folding Rule 2 m', 1090, 'Maple, both scales in millimetres.'],
    ['HT-411', "Joiner's Mallet", 3650, 'Beech, oiled.'],
  ],
  'Power Tools': [
    ['PT-501', 'Cordless Drill 18 V', 15900, 'Two batteries, charger, case.'],
    ['PT-502', 'Orbital Sander 125 mm', 11900, '2.5 mm stroke; connects to an extractor.'],
    ['PT-503', 'Jigsaw 650 W', 13490, 'Cuts 90 mm of wood, tool-free blades.'],
    ['PT-504', 'Circular Saw 165 mm', 18900, 'Follows a rail; soft start.'],
    ['PT-505', 'Router 1,100 W', 21900, '8 mm collet, fine adjustment.'],
    ['PT-506', 'Battery 18 V 5 Ah', 7900, 'Fits every 18 V tool of the shop.'],
    ['PT-507', 'Dust Extractor 25 l', 32900, 'Class M; starts with the tool.'],
    ['PT-508', 'Sanding Discs 125 mm, 50', 2490, 'Grits 80 to 240.'],
    ['PT-509', 'Drill Bit Set, 19 Pieces', 3990, 'HSS-Co, 1 to 10 mm.'],
    ['PT-510', 'Heat Gun 2,000 W †', 6900, 'Two stages, four nozzles.'],
  ],
  Garden: [
    ['GD-601', 'Bypass Secateurs', 4490, 'Every part can be replaced.'],
    ['GD-602', 'Digging Spade, Ash Handle', 5990, 'Forged blade with a step.'],
    ['GD-603', 'Watering Can 9 l', 4250, 'Hot-dip galvanized, brass rose.'],
    ['GD-604', 'Garden Hose 20 m', 3890, 'With connectors; does not kink.'],
    ['GD-605', 'Pruning Saw 240 mm', 3390, 'Folds; cuts on the pull.'],
    ['GD-606', 'Seed Box, Vegetables', 2490, 'Twelve old kinds for a small bed.'],
    ['GD-607', 'Work Gloves, Goatskin', 1990, 'Sizes 7 to 11; lined cuffs.'],
    ['GD-608', 'Wheelbarrow 100 l', 12900, 'Puncture-proof wheel.'],
    ['GD-609', 'Compost Thermometer 50 cm', 2290, 'Shows when to turn the heap.'],
    ['GD-610', 'Hand Trowel', 1450, 'Stainless, with a scale for planting depth.'],
  ],
  Storage: [
    ['ST-701', 'Euro Crate 60 × 40 cm', 1690, 'Stacks; food safe.'],
    ['ST-702', 'Wall Rail System 1.2 m', 4950, 'Ten hooks included.'],
    ['ST-703', 'Tool Roll, Waxed Canvas', 5450, 'Fourteen pockets, leather strap.'],
    ['ST-704', 'Small-Parts Cabinet, 44 Drawers', 4990, 'Labels and dividers included.'],
    ['ST-705', 'Shelf Unit, Steel, 5 Boards', 8900, '175 kg a board, no screws.'],
    ['ST-706', 'Dry Bag 20 l', 2390, 'Roll top, window.'],
    ['ST-707', 'Trestles, Pair', 7900, 'Birch plywood, 150 kg the pair.'],
    ['ST-708', 'Workshop Trolley', 24900, 'Seven drawers, ball bearings, lock.'],
    ['ST-709', 'Bicycle Wall Mount', 3290, 'Folds away when empty.'],
    ['ST-710', 'Cable Ties, Reusable, 50 †', 950, 'Hook and loop.'],
  ],
};

/** What the shop sells, family by family. */
export function seedProducts(): (SeedProduct & { readonly family: string })[] {
  return Object.entries(lines).flatMap(([family, products]) =>
    products.map(([code, name, price, description]) => ({
      family,
      code,
      name: name.replace(/ †$/, ''),
      price,
      description,
      ...(name.endsWith('†') && { discontinued: true as const }),
    })),
  );
}
