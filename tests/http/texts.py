"""Short articles written for these tests."""

SUMMIT = "استقبل الرئيس الأمريكي دونالد ترامب في واشنطن رئيس الوزراء الإسرائيلي بنيامين نتنياهو. وقال ترامب إن المحادثات مع نتنياهو كانت مثمرة."
CAIRO = "وصل وفد من حركة حماس إلى القاهرة للقاء مسؤولين مصريين، وفق ما نقلته وكالة رويترز."
PARTICLES = "قدم الوفد الشكر للولايات المتحدة ولنتنياهو وبالقاهرة."
ENGLISH = "Donald Trump met Benjamin Netanyahu in Washington. Trump said the talks went well."
EMOJI = "😀 زار ترامب القاهرة."
NOBODY = "كان الطقس جميلا اليوم."


def ids(annotation):
    return {entity["id"] for entity in annotation["entities"]}


def mentions(annotation):
    return [mention for entity in annotation["entities"] for mention in entity["mentions"]]
