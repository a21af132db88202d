"""Words that say nothing about a work's subject: function words of English and Korean.

The Korean entries are particles, and 2-grams that mostly come from sentence endings.
"""

from __future__ import annotations

_ENGLISH = """
    a about above across after afterwards again against all almost alone along already also
    although always am among amongst an and another any anyhow anyone anything anyway anywhere
    are around as at back be became because become becomes becoming been before beforehand behind
    being below beside besides between beyond both but by can cannot could did do does doing done
    down due during each either else elsewhere enough etc even ever every everyone everything
    everywhere except few for former formerly from further furthermore had has have having he
    hence her here hereby herein hers herself him himself his how however i ie if in indeed into
    is it its itself just latter latterly least less many may me meanwhile might mine more
    moreover most mostly much must my myself namely neither never nevertheless next no nobody none
    nor not nothing now nowhere of off often on once one only onto or other others otherwise our
    ours ourselves out over own per perhaps please rather re same several shall she should since
    so some somehow someone something sometime sometimes somewhere still such than that the their
    theirs them themselves then thence there thereafter thereby therefore therein these they this
    those though through throughout thus to together too toward towards under until up upon us
    very via was we well were what whatever when whence whenever where whereas whereby wherein
    wherever whether which while who whoever whole whom whose why will with within without would
    yet you your yours yourself yourselves eg al
    don doesn didn isn aren wasn weren won ll ve
"""

_KOREAN = """
    니다 습니 합니 입니 됩니 였습 었습 았습 했습 됐습 있습 없습 한다 된다 이다 였다 었다 았다
    했다 됐다 있다 없다 하는 하고 하여 하며 하기 하게 하지 되는 되고 되어 되며 된다 되었 하였
    에서 에게 에는 에도 에서 으로 로서 로써 이며 이고 이나 으며 으나 있는 있으 없는 라는 다는
    대한 대해 위한 위해 통한 통해 따른 따라 관한 및 등 것 수 그 이 더 각 또 또한
    은 는 가 을 를 의 에 와 과 도 로 만 것은 것이 것을
    것입 이는 이를 이러 그러 러한
"""

ENGLISH = frozenset(_ENGLISH.split())
KOREAN = frozenset(_KOREAN.split())
