/* Debian's libxml2 is built with ICU, whose headers clash with the ones inside Swift's Foundation. What
   they declare (two fields at the end of a struct that we never make) is not needed here. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
