# TMSを担当する人の一覧
tms-patients-title = TMSの担当患者
tms-patients-lead = 名前と生年月日を確かめて選んでください。この一覧を開いたことは、それぞれの患者の「だれが見たか」に残ります。
tms-patients-empty = まだ担当の患者はいません。だれの記録を書くかは、クリニックが決めます。
tms-patients-next = 次のページ
