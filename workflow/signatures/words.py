"""What the verification page says for each code."""

from collections.abc import Mapping

from workflow.signatures.checking import Bytes, Words
from workflow.signatures.revoking import Reason
from workflow.signatures.statements import Act
from workflow.signatures.verifying import Code

CODES: Mapping[Code, str] = {
    Code.OK: "签名有效，证书在有效期内。",
    Code.EXPIRED: "签名时证书有效，现在证书已经到期；签名之后内容没有改动。",
    Code.REVOKED_LATER: "签名是在证书撤销之前作出的，签名时证书有效；签名之后内容没有改动。",
    Code.ALTERED: "签名与签署时的内容不符：内容或者签名被改动过。请向出具单位核实。",
    Code.UNKNOWN_KEY: "签名所用的证书不是本系统签发的，不能确认签署人。请向出具单位核实。",
    Code.REVOKED: "签名时证书已经撤销，这个签名不作数。请向出具单位核实。",
    Code.OUTSIDE: "签名时间不在证书有效期内，这个签名不作数。请向出具单位核实。",
}
REASONS: Mapping[Reason, str] = {
    Reason.COMPROMISED: "密钥可能泄露",
    Reason.LEFT: "签署人停用账号",
    Reason.SUPERSEDED: "更换密钥",
    Reason.CEASED: "单位撤并",
}
ACTS: Mapping[Act, str] = {Act.SIGN: "签字", Act.SEAL: "用印", Act.RECORD: "系统登记"}
BYTES: Mapping[Bytes, str] = {
    Bytes.EXACT: "与原件逐字节一致。",
    Bytes.DIFFERENT: "与原件不是同一个文件（重新保存过的文件也会这样），是否改动请看内容核对结果。",
}
WORDS: Mapping[Words, str] = {
    Words.EQUAL: "正文、表格和图片与原件一致。",
    Words.CHANGED: "正文、表格或者图片与原件不一致。",
}
PDFS: Mapping[Words, str] = {
    Words.EQUAL: "从签名到现在，PDF的内容没有改动。",
    Words.CHANGED: "PDF在签名之后被改动过。",
}
WRONG: Mapping[bool, str] = {  # whether the content is still what it was
    True: "内容没有改动，但有签名不作数，请看下面的说明，并向出具单位核实。",
    False: "有不一致的地方，请看下面的说明，并向出具单位核实。",
}
NOT_FOUND = "没有找到与这个验证码和文件相符的文书。请核对验证码，并选择收到的原始Word文件或PDF再试；仍不相符的，请向出具单位核实。"
NOTHING_CLAIMED = (
    "本系统生成的签名、印章图像用于内部流转与完整性校验，是否作为正式签章由使用单位依法确定；"
    "正式印发请加盖实物印章或接入依法备案的电子印章。"
)
CUSTODY = "签名密钥由本系统代为保管（托管密钥），证书由本系统自建的证书机构签发。"
