#include "service/gazetteer/import.h"
bool import_geonames(struct import *i) { (void)i; return false; }
bool import_jrc_names(struct import *i) { (void)i; return false; }
bool import_json_lines(struct import *i) { (void)i; return false; }
bool import_popolo(struct import *i) { (void)i; return false; }
bool import_tsv(struct import *i) { (void)i; return false; }
bool import_wikidata(struct import *i) { (void)i; return false; }
